using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>One list of types that a function takes; of a member call the target comes first.</summary>
internal sealed record CelOverload(bool IsMember, CelType Result, params CelType[] Parameters);
