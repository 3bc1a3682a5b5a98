using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Sources;
using SqsIngestor.Mapping.Sources.Checksums;
using SqsIngestor.Mapping.Sources.Payloads;

namespace SqsIngestor.Mapping;

/// <summary>
/// A mapping and its descriptor, compiled and checked. Immutable: any number of threads may encode with it, each with
/// its own <see cref="RecordEncoder"/> and <see cref="SourceMessage"/>.
/// </summary>
public sealed class MappingPlan
{
    private readonly PathTrie _messageTrie;
    private readonly PayloadPlan? _payload;
    private readonly PathTrie[] _scopeTries;

    internal MappingPlan(IReadOnlyList<TablePlan> tables, PathTrie messageTrie, PayloadPlan? payload, PathTrie[] scopeTries)
    {
        Tables = tables;
        _messageTrie = messageTrie.Freeze();
        _payload = payload;
        _scopeTries = scopeTries;
        foreach (var trie in scopeTries) trie.Freeze();
    }

    /// <summary>In the order of the mapping file.</summary>
    public IReadOnlyList<TablePlan> Tables { get; }

    /// <summary>Null when nothing is compared.</summary>
    internal ChecksumPlan? Checksums { get; init; }

    /// <summary>A message to read events into; it keeps what this plan needs.</summary>
    public SourceMessage CreateMessage() => new(_messageTrie);

    /// <summary>An encoder with buffers of its own, to be kept and reused; not for use by several threads at once.</summary>
    public RecordEncoder CreateEncoder()
    {
        var body = _payload is null ? null : new Payload(_payload);
        return new RecordEncoder(this, new EncodeContext(body, [.. _scopeTries.Select(t => new ScopeFrame(t))]));
    }
}
