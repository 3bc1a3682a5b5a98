namespace SqsIngestor.Mapping.Expressions.Cel;

/// <summary>A macro's variable.</summary>
internal sealed record CelLocal(string Name, CelType Type, int Index);
