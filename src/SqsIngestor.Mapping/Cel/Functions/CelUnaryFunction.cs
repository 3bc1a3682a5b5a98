using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>A function of one argument that is not an error; what it does not take gives an error.</summary>
internal delegate CelValue CelUnaryFunction(in CelValue argument, CelContext context);
