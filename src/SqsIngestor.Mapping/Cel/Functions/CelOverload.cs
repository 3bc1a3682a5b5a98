namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>One list of types that a function takes; of a member call the target comes first.</summary>
internal sealed record CelOverload(bool IsMember, CelType Result, params CelType[] Parameters);
