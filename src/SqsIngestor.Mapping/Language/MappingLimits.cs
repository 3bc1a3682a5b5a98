using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language;

/// <summary>Limits of a mapping file, so that no file can exhaust the process that checks it.</summary>
public static class MappingLimits
{
    /// <summary>Largest file, in bytes: 4 MiB. A table of 2,000 columns needs about 200 KiB.</summary>
    public const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>The most nodes after aliases are expanded: 500,000.</summary>
    public const int MaxNodes = YamlTreeReader.MaxNodes;

    /// <summary>The deepest nesting of mappings and lists: 64.</summary>
    public const int MaxDepth = YamlTreeReader.MaxDepth;
}
