using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Quarantine;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language;

/// <summary>
/// A mapping and its descriptor, compiled and checked. Immutable: any number of threads may encode with it, each with
/// its own <see cref="RecordEncoder"/> and <see cref="SourceMessage"/>.
/// </summary>
public sealed class MappingPlan
{
    private readonly PathTrie _messageTrie;
    private readonly PayloadPlan? _payload;
    private readonly PathTrie[] _scopeTries;

    internal MappingPlan(PathTrie messageTrie, PayloadPlan? payload, PathTrie[] scopeTries)
    {
        _messageTrie = messageTrie.Freeze();
        _payload = payload;
        _scopeTries = scopeTries;
        foreach (var trie in scopeTries) trie.Freeze();
    }

    /// <summary>The tables that rows go to, each once, the quarantine table included.</summary>
    public required IReadOnlyList<TargetTable> Targets { get; init; }

    /// <summary>In the order of the mapping file; two may have one target.</summary>
    public IReadOnlyList<TablePlan> Tables => TableArray;

    internal TablePlan[] TableArray { get; init; } = [];

    /// <summary>
    /// Whether rows contain <see cref="InvocationContext.BatchSize"/>. If so, count the messages before you encode the first one.
    /// </summary>
    public bool UsesBatchSize { get; internal init; }

    /// <summary>Only the first table whose condition is true takes a message.</summary>
    internal bool FirstMatchOnly { get; init; }

    internal FailureAction Unrouted { get; init; }

    internal FailureAction OnRecordError { get; init; }

    /// <summary>The action for a message whose payload cannot be decoded.</summary>
    /// <summary>The names of members below the body that the mapping reads, wherever it does.</summary>
    internal IEnumerable<string> BodyNames =>
        _scopeTries.Append(_payload?.Body).OfType<PathTrie>().SelectMany(trie => trie.Names);

    internal FailureAction OnPayloadError(RecordErrorCode code) => _payload?.OnError.Of(code) ?? OnRecordError.AsFallback();

    internal QuarantineTable? Quarantine { get; init; }

    /// <summary>Null if no checksum is compared.</summary>
    internal ChecksumPlan? Checksums { get; init; }

    /// <summary>A copy of the plan with other tables, for tracing.</summary>
    internal MappingPlan With(TablePlan[] tables) => new(_messageTrie, _payload, _scopeTries)
    {
        Targets = Targets,
        TableArray = tables,
        UsesBatchSize = UsesBatchSize,
        FirstMatchOnly = FirstMatchOnly,
        Unrouted = Unrouted,
        OnRecordError = OnRecordError,
        Quarantine = Quarantine,
        Checksums = Checksums,
    };

    /// <summary>Creates a message to read events into; it keeps the parts that this plan needs.</summary>
    public SourceMessage CreateMessage() => new(_messageTrie);

    /// <summary>
    /// Creates an encoder with its own buffers. Keep and reuse it. Not safe for use by several threads at once.
    /// </summary>
    /// <param name="messageBytes">
    /// The most bytes of rows that one message may have; beyond, it fails with <see cref="RecordErrorCode.MessageMemory"/>. Text
    /// that is created for its rows may take as much, and its body, after each step and parsed, with what the steps need, four
    /// times as much. Default: no bound.
    /// </param>
    public RecordEncoder CreateEncoder(int? messageBytes = null)
    {
        var memory = messageBytes is { } most ? new MessageMemory(most) : MessageMemory.Unbounded;
        var payload = _payload is null ? null : new Payload(_payload, memory);
        var scopes = _scopeTries.Select(static trie => new ScopeFrame(trie)).ToArray();
        return new RecordEncoder(
            this, payload, new EncodeContext(payload?.Values, scopes, memory, payload?.Memory), memory);
    }
}
