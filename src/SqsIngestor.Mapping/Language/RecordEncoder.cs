using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Mapping.Language.Failures;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language;

/// <summary>
/// Encodes messages by a plan, one at a time, into buffers that are reused: the results of <see cref="Encode"/> are valid until
/// the next call. Allocates nothing per message in the steady state.
/// </summary>
public sealed class RecordEncoder
{
    private static readonly RecordError Unrouted = new(RecordErrorCode.Unrouted, "", "", "");
    private const int QuarantineShape = -1;
    private const int SnippetWidth = 100;

    private readonly MappingPlan _plan;
    private readonly Payload? _payload;
    private readonly EncodeContext _context;
    private readonly RecordWriter _writer;
    private readonly List<EncodedRow> _rows = [];
    private readonly RowEncoder _rowEncoder;
    private readonly MessageChecksums? _checksums;
    private long _peak;
    private bool _measures;

    internal RecordEncoder(MappingPlan plan, Payload? payload, EncodeContext context, MessageMemory memory)
    {
        _plan = plan;
        _writer = new(most: memory.Bytes, work: context.Work);
        _payload = payload;
        _context = context;
        _checksums = plan.Checksums is null ? null : new(plan.Checksums);
        _rowEncoder = new RowEncoder(plan, context, _writer, _rows, memory);
    }

    /// <summary>The rows of the last message, over all tables; empty after a failure.</summary>
    public IReadOnlyList<EncodedRow> Rows => _rows;

    /// <summary>
    /// A number for what the rows of the last message are: which table of the mapping made each of them, or that it is the row of
    /// the quarantine table. Two encodings of one message have the same number if their rows stand at the same indexes.
    /// </summary>
    public int Shape { get; private set; }

    /// <summary>Why the last message did not become rows; null if it did.</summary>
    public RecordError? Error => Failures.Count == 0 ? null : Failures[0].Error;

    /// <summary>
    /// Everything that is wrong with the last message, as far as it can be found: <see cref="Error"/>, then what fails in its
    /// other columns, each once. Empty if it became rows.
    /// </summary>
    public IEnumerable<RecordError> Errors => Failures.Select(static failure => failure.Error);

    /// <summary>As <see cref="Errors"/>, with the values if they are kept.</summary>
    internal IReadOnlyList<MessageFailure> Failures { get; private set; } = [];

    /// <summary>Learns what becomes of values, in the search for further failures too. Null in the function.</summary>
    internal EncodeWatch? Watch { get; set; }

    /// <summary>Keeps the values that do not fit. Only for people on their own machine.</summary>
    internal bool KeepsValues { get; set; }

    /// <summary>Runs before a message that has failed is encoded again for its other failures.</summary>
    internal Action? Searching { get; set; }

    /// <summary>The table of the mapping that was encoded last.</summary>
    internal TablePlan CurrentTable => _rowEncoder.Current;

    /// <summary>The last message.</summary>
    internal EncodeContext Context => _context;

    /// <summary>Problems of the last message that did not stop it.</summary>
    public MessageWarnings Warnings => _checksums?.Warnings ?? MessageWarnings.None;

    /// <summary>
    /// An object of the last message's body has a name twice that the mapping reads. The last value was used.
    /// </summary>
    public bool HasDuplicateName => _context.HasDuplicateName;

    /// <summary>Rows of the last message that a policy has skipped; it can have others.</summary>
    public int SkippedRows => _context.SkippedRows;

    /// <summary>Bytes of the buffers. They grow with the largest message; a new encoder begins with small ones.</summary>
    public long BufferBytes => _writer.Size + _context.Arena.Size + _context.Work.Held;

    /// <summary>See <see cref="Json.JsonPlaces.Visits"/>, of the body.</summary>
    internal long NodeVisits => _context.Body?.Document.Tape.Visits ?? 0;

    /// <summary>
    /// The most bytes of the buffers that a message has used since the last call. If it stays far below
    /// <see cref="BufferBytes"/>, a new encoder gives memory back.
    /// </summary>
    /// <param name="large">
    /// The size of buffers from which on use is measured, which costs time for each message. While they are smaller, and at the
    /// first call after they have grown, all of them count as used.
    /// </param>
    public long TakePeakBytes(long large)
    {
        var (peak, size) = (_measures ? _peak : BufferBytes, BufferBytes);
        (_peak, _measures) = (0, size >= large);
        return peak;
    }

    /// <summary>The bytes of a row of the last message.</summary>
    public ReadOnlyMemory<byte> Bytes(EncodedRow row) => _writer.Written.Slice(row.Offset, row.Length);

    /// <summary>
    /// Builds all rows of the message, in all tables. If one row cannot be built, the message has no rows; the mapping decides
    /// whether it fails, is dropped, or goes to quarantine.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="invocation">What rows may hold of the invocation.</param>
    /// <param name="cancellation">Looked at between rows, of which a message can have many.</param>
    /// <exception cref="OperationCanceledException">It was cancelled. The message has no rows.</exception>
    public EncodeOutcome Encode(
        SourceMessage message, InvocationContext invocation, CancellationToken cancellation = default)
    {
        _rows.Clear();
        _writer.Position = 0;
        Failures = [];
        (_rowEncoder.Shape, _rowEncoder.Cancellation) = (0, cancellation);
        _context.Work.Begin();
        _context.Watch = Watch;
        _context.Begin(message, invocation);
        _context.ForgetDuplicateNames();
        try
        {
            var outcome = EncodeMessage(message);
            Shape = outcome == EncodeOutcome.Quarantined ? QuarantineShape : _rowEncoder.Shape;
            return outcome;
        }
        catch (MessageMemoryException)
        {
            Shape = QuarantineShape;
            return Settle(
                _plan.OnRecordError, new RecordError(RecordErrorCode.MessageMemory, _rowEncoder.FailedTable, "", "/body"));
        }
        catch (OperationCanceledException)
        {
            _rows.Clear();
            _writer.Position = 0;
            throw;
        }
        finally
        {
            if (_measures) Measure();
        }
    }

    private void Measure() =>
        _peak = Math.Max(_peak, _writer.Position + _context.Arena.Used + _context.Work.MostTaken);

    private EncodeOutcome EncodeMessage(SourceMessage message)
    {
        var dropped = false;
        if (_checksums?.Verify(message) is { } sum and not RecordErrorCode.None)
        {
            return Settle(
                _plan.OnRecordError,
                new RecordError(sum, "", "", sum == RecordErrorCode.Md5OfBody ? "/message/body" : "/message/messageAttributes"));
        }
        if (_payload is not { } payload) return EncodeBody(ref dropped) ?? Conclude(dropped);
        var code = payload.Load(message);
        for (var i = 0; i < payload.Count && code == RecordErrorCode.None; i++)
        {
            code = payload.Select(i);
            if (code == RecordErrorCode.None && EncodeBody(ref dropped) is { } settled) return settled;
        }
        return code == RecordErrorCode.None
            ? Conclude(dropped)
            : Settle(_plan.OnPayloadError(code), Search(PayloadFailure(code)));
    }

    private MessageFailure PayloadFailure(RecordErrorCode code) => new(
        new RecordError(code, "", "", "/body") { Detail = _payload?.Fault?.Detail ?? "" },
        KeepsValues ? _payload?.Fault?.Snippet(SnippetWidth) : null);

    private MessageFailure ColumnFailure(TablePlan table) =>
        new(FailureText.Of(table, _context), KeepsValues ? FailureText.ValueOf(table, _context) : null);

    /// <summary>Encodes a message that has failed again, without rows, to find what else fails.</summary>
    /// <returns>The first error.</returns>
    private RecordError Search(MessageFailure first)
    {
        var shape = _rowEncoder.Shape;
        var collector = new FailureCollector(() => _rowEncoder.Current, Watch, KeepsValues);
        Searching?.Invoke();
        _rows.Clear();
        _writer.Position = 0;
        _context.BeginAgain();
        _context.Watch = collector;
        try
        {
            SearchBodies(collector);
        }
        catch (Exception e) when (e is MessageMemoryException or OperationCanceledException)
        {
            // What was found is enough.
        }
        _context.Watch = Watch;
        _rowEncoder.Shape = shape;
        if (collector.Found.Count == 0 || collector.Found[0] != first) collector.Found.Insert(0, first);
        Failures = collector.Found;
        return first.Error;
    }

    private void SearchBodies(FailureCollector collector)
    {
        if (_payload is not { } payload)
        {
            _rowEncoder.TryEncode(out _);
            return;
        }
        for (var i = 0; i < payload.Count && collector.Found.Count < FailureCollector.Most; i++)
        {
            var code = payload.Select(i);
            if (code == RecordErrorCode.None) _rowEncoder.TryEncode(out _);
            else collector.Add(PayloadFailure(code));
        }
    }

    /// <summary>Adds the rows of the current body. Returns a result if that decides the message; otherwise null.</summary>
    private EncodeOutcome? EncodeBody(ref bool dropped)
    {
        if (!_rowEncoder.TryEncode(out var routed))
            return Settle(_plan.OnRecordError, Search(ColumnFailure(_rowEncoder.Current)));
        if (routed) return null;
        dropped = true;
        return _plan.Unrouted == FailureAction.Drop ? null : Settle(_plan.Unrouted, Unrouted);
    }

    /// <summary>A message is dropped if all of its bodies are; otherwise only some bodies are.</summary>
    private EncodeOutcome Conclude(bool dropped) =>
        dropped && _rows.Count == 0 ? Settle(FailureAction.Drop, Unrouted) : EncodeOutcome.Rows;

    private EncodeOutcome Settle(FailureAction action, RecordError error)
    {
        _rows.Clear();
        _writer.Position = 0;
        if (Failures.Count == 0) Failures = [new(error, null)];
        if (action == FailureAction.Drop) return EncodeOutcome.Dropped;
        if (action == FailureAction.Fail || _plan.Quarantine is not { } quarantine) return EncodeOutcome.Failed;
        try
        {
            quarantine.Write(error, _context, _writer);
        }
        catch (MessageMemoryException)
        {
            _writer.Position = 0;
            return EncodeOutcome.Failed;
        }
        _rows.Add(new EncodedRow(quarantine.Target, 0, _writer.Position));
        return EncodeOutcome.Quarantined;
    }
}

/// <summary>A row of the message that was encoded last.</summary>
/// <param name="Target">Index into <see cref="MappingPlan.Targets"/>.</param>
/// <param name="Offset">Where its bytes start in the encoder's buffer.</param>
/// <param name="Length">The number of its bytes.</param>
public readonly record struct EncodedRow(int Target, int Offset, int Length);

/// <summary>The outcome of a message.</summary>
public enum EncodeOutcome
{
    /// <summary>It has rows, or none if the mapping skips them.</summary>
    Rows,

    /// <summary>The mapping drops it; it has no rows.</summary>
    Dropped,

    /// <summary>Its only row is that of the quarantine table.</summary>
    Quarantined,

    /// <summary>It failed; it has no rows.</summary>
    Failed,
}
