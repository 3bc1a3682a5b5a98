using SqsIngestor.Mapping.Sources;
using SqsIngestor.Mapping.Sources.Checksums;

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
    private readonly MessageChecksums? _checksums;

    internal RecordEncoder(MappingPlan plan, EncodeContext context)
    {
        _plan = plan;
        _context = context;
        _checksums = plan.Checksums is null ? null : new(plan.Checksums);
    }

    /// <summary>The rows of the last message, over all tables; empty after an error.</summary>
    public IReadOnlyList<EncodedRow> Rows => _rows;

    /// <summary>Why the last message failed; null when it did not.</summary>
    public RecordError? Error { get; private set; }

    /// <summary>What was wrong with the last message and passed all the same.</summary>
    public MessageWarnings Warnings => _checksums?.Warnings ?? MessageWarnings.None;

    /// <summary>The bytes of a row of the last message.</summary>
    public ReadOnlyMemory<byte> Bytes(EncodedRow row) => _writer.Written.Slice(row.Offset, row.Length);

    /// <summary>
    /// Builds all rows of the message, of all tables. One row that cannot be built fails the message, and none of its
    /// rows is there then.
    /// </summary>
    /// <returns>False when the message failed; <see cref="Error"/> says why.</returns>
    public bool Encode(SourceMessage message, InvocationContext invocation)
    {
        _rows.Clear();
        _writer.Position = 0;
        Error = null;
        _context.Begin(message, invocation);
        if (_checksums?.Verify(message) is { } sum and not RecordErrorCode.None)
        {
            return Fail(new RecordError(sum, "", "", sum == RecordErrorCode.Md5OfBody ? "/message/body" : "/message/messageAttributes"));
        }
        if (_context.Body is not { } body) return EncodeTables();
        var code = body.Load(message);
        for (var i = 0; i < body.Count && code == RecordErrorCode.None; i++)
        {
            code = body.Select(i);
            if (code == RecordErrorCode.None && !EncodeTables()) return false;
        }
        return code == RecordErrorCode.None || Fail(new RecordError(code, "", "", "/body"));
    }

    private bool EncodeTables()
    {
        for (var table = 0; table < _plan.Tables.Count; table++)
        {
            if (!EncodeRow(table)) return Fail(_context.ToError(_plan.Tables[table].Name));
        }
        return true;
    }

    private bool EncodeRow(int table)
    {
        var start = _writer.Position;
        foreach (var column in _plan.Tables[table].Columns)
        {
            var status = column.Write(_context, _writer);
            if (status == EncodeStatus.Failed) return false;
            if (status == EncodeStatus.Ok) continue;
            _writer.Position = start;
            return true;
        }
        _rows.Add(new EncodedRow(table, start, _writer.Position - start));
        return true;
    }

    private bool Fail(RecordError error)
    {
        Error = error;
        _rows.Clear();
        return false;
    }
}
