using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>A function of two arguments that are not errors; what it does not take gives an error.</summary>
internal delegate CelValue CelBinaryFunction(in CelValue left, in CelValue right, CelContext context);
