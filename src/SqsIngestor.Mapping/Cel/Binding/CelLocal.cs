using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>A macro's variable.</summary>
internal sealed record CelLocal(string Name, CelType Type, int Index);
