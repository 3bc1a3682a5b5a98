using SqsIngestor.Mapping.Memory;
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

    /// <summary>
    /// The default of <c>payload.limits.max_bytes</c>: 8 MiB. An SQS message has at most 1 MiB, and compressed JSON seldom has
    /// less than an eighth of its size.
    /// </summary>
    public const int DefaultPayloadBytes = 8 * 1024 * 1024;

    /// <summary>The largest <c>payload.limits.max_bytes</c>: 256 MiB.</summary>
    public const int MaxPayloadBytes = 256 * 1024 * 1024;

    /// <summary>The default of <c>payload.limits.max_depth</c>, as of <c>Utf8JsonReader</c>.</summary>
    public const int DefaultPayloadDepth = 64;

    /// <summary>The largest <c>payload.limits.max_depth</c>.</summary>
    public const int MaxPayloadDepth = 512;

    /// <summary>The largest <c>max_rows</c> of an <c>explode</c>.</summary>
    public const int MaxExplodedRows = 100_000;

    /// <summary>
    /// How many times the bound on the rows of one message the message may take in all, with its parsed body and the text that is
    /// created for its rows: 6.
    /// </summary>
    public const int MessageMemoryFactor = MessageMemory.MostTimes;

    /// <summary>The default of <c>quarantine.max_body</c>: 1 MiB, the most that a message of SQS has.</summary>
    public const int DefaultQuarantinedBody = 1024 * 1024;
}
