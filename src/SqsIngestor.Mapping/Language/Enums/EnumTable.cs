using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Enums;

/// <summary>One table of <c>enums</c>.</summary>
/// <param name="Name">What columns call it.</param>
/// <param name="Pairs">What comes, and what is written for it.</param>
internal sealed record EnumTable(YamlScalar Name, IReadOnlyList<(YamlScalar Source, YamlScalar Target)> Pairs);
