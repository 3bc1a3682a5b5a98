using SqsIngestor.Mapping.Records.Tables;
using SqsIngestor.Mapping.Sources;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// Encodes messages by a plan, one at a time, into buffers that are reused: what <see cref="Encode"/> gives is valid
/// until the next call. Allocates nothing per message in the steady state.
/// </summary>
public sealed class RecordEncoder
{
    private readonly MappingPlan _plan;
    private readonly EncodeContext _context;
    private readonly RecordWriter _writer = new();
    private readonly List<EncodedRow> _rows = [];
    private readonly RowEncoder _rowEncoder;

    internal RecordEncoder(MappingPlan plan, EncodeContext context)
    {
        _plan = plan;
        _context = context;
        _rowEncoder = new RowEncoder(plan, context, _writer, _rows);
    }

    /// <summary>The rows of the last message, over all tables; empty after a failure.</summary>
    public IReadOnlyList<EncodedRow> Rows => _rows;

    /// <summary>Why the last message did not become rows; null when it did.</summary>
    public RecordError? Error { get; private set; }

    /// <summary>The bytes of a row of the last message.</summary>
    public ReadOnlyMemory<byte> Bytes(EncodedRow row) => _writer.Written.Slice(row.Offset, row.Length);

    /// <summary>
    /// Builds all rows of the message, of all tables. One row that cannot be built is a failure of the message, and
    /// none of its rows is there then; the mapping says whether it fails, is dropped, or goes to quarantine.
    /// </summary>
    public EncodeOutcome Encode(SourceMessage message, InvocationContext invocation)
    {
        _rows.Clear();
        _writer.Position = 0;
        Error = null;
        _context.Begin(message, invocation);
        if (_context.Body is { } body && body.Load(message.Value(MessageSlots.Body)) is var code and not RecordErrorCode.None)
        {
            return Settle(_plan.OnRecordError, new RecordError(code, "", "", "/body"));
        }
        if (!_rowEncoder.TryEncode(out var routed)) return Settle(_plan.OnRecordError, _context.ToError(_rowEncoder.FailedTable));
        return routed ? EncodeOutcome.Rows : Settle(_plan.Unrouted, new RecordError(RecordErrorCode.Unrouted, "", "", ""));
    }

    private EncodeOutcome Settle(FailureAction action, RecordError error)
    {
        _rows.Clear();
        _writer.Position = 0;
        Error = error;
        if (action == FailureAction.Drop) return EncodeOutcome.Dropped;
        if (action == FailureAction.Fail || _plan.Quarantine is not { } quarantine) return EncodeOutcome.Failed;
        quarantine.Write(error, _context, _writer);
        _rows.Add(new EncodedRow(quarantine.Target, 0, _writer.Position));
        return EncodeOutcome.Quarantined;
    }
}
