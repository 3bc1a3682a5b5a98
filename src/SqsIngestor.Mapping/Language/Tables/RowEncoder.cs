using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>Encodes the rows of one body: routes it to its tables, explodes it, and encodes row by row.</summary>
internal sealed class RowEncoder(
    MappingPlan plan, EncodeContext context, RecordWriter writer, List<EncodedRow> rows, MessageMemory memory)
{
    // Spreads the numbers of tables and places.
    private const int ShapeFactor = 16_777_619;

    // The table of the mapping whose rows are encoded.
    private int _index;

    /// <summary>The table at which the last call failed.</summary>
    public string FailedTable { get; private set; } = "";

    /// <summary>Looked at before each row.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The table of the mapping that was encoded last.</summary>
    public TablePlan Current => plan.TableArray[_index];

    /// <summary>A number for the tables that made the rows since it was set to 0, in their order.</summary>
    public int Shape { get; set; }

    /// <summary>
    /// Adds the rows of the current body; false if a row cannot be built, or if no table takes the body and the mapping
    /// does not allow that.
    /// </summary>
    /// <param name="routed">Whether a table took it.</param>
    public bool TryEncode(out bool routed)
    {
        (routed, FailedTable) = (false, "");
        var tables = plan.TableArray;
        for (var i = 0; i < tables.Length; i++)
        {
            var table = tables[i];
            _index = i;
            FailedTable = table.Name;
            if (table.When is { } condition)
            {
                if (condition.Evaluate(context) is not { } takes) return Fail(RecordErrorCode.Filter, "");
                if (!takes)
                {
                    context.Watch?.WithoutRow(NoRow.Condition, context);
                    continue;
                }
            }
            routed = true;
            if (!EncodeTable(table)) return false;
            if (plan.FirstMatchOnly) break;
        }
        return true;
    }

    private bool EncodeTable(TablePlan table)
    {
        context.BodyShape = table.BodyShape;
        if (table.Explode is not { } explode) return EncodeRow(table);
        var array = explode.Source.Read(context);
        var isArray = ArrayElements.TryFind(array, explode.OneIsArray, out var first, out var end);
        if (!isArray && Refusal(array.Kind, explode) is var code and not RecordErrorCode.None)
        {
            var isBlocked = code == RecordErrorCode.WrongType && array.Kind == ValueKind.Missing;
            return Fail(code, isBlocked ? explode.Source.BlockedAt(context) : explode.Source.PointerIn(context));
        }
        var frame = context.Scope(explode.Scope);
        var count = 0;
        if (isArray)
        {
            var tape = array.Tape!;
            for (var node = first; node < end; node = tape[node].End)
            {
                if (count == explode.MaxRows) return Fail(RecordErrorCode.TooManyRows, explode.Source.PointerIn(context));
                frame.Bind(tape, node, key: -1, count++);
                if (!EncodeRow(table)) return false;
            }
        }
        var action = isArray ? explode.Empty : explode.Absent;
        if (count > 0) return true;
        if (action == EmptyExplode.Skip)
        {
            context.Watch?.WithoutRow(NoRow.Explode, context);
            return true;
        }
        if (action == EmptyExplode.Fail) return Fail(RecordErrorCode.NoRows, explode.Source.PointerIn(context));
        frame.Unbind();
        return EncodeRow(table);
    }

    /// <summary>Why a value that is not an array fails the message; none if it does not.</summary>
    private RecordErrorCode Refusal(ValueKind kind, Explode explode) => kind switch
    {
        ValueKind.Missing when explode.Source.BlockedBy(context).Kind != ValueKind.Missing => RecordErrorCode.WrongType,
        ValueKind.Missing => explode.Absent == EmptyExplode.Fail ? RecordErrorCode.Missing : RecordErrorCode.None,
        ValueKind.Null => explode.Absent == EmptyExplode.Fail ? RecordErrorCode.Null : RecordErrorCode.None,
        _ => RecordErrorCode.WrongType,
    };

    private bool EncodeRow(TablePlan table)
    {
        Cancellation.ThrowIfCancellationRequested();
        var start = writer.Position;
        var rescuedAt = start;
        context.Tracking = table.Tracking;
        if (context.Tracking != ReadTracking.None)
        {
            context.BeginReads();
            table.Explode?.Source.MarkRead(context);
        }
        var columns = table.Columns;
        for (var i = 0; i < columns.Length; i++)
        {
            if (i == table.RescuedIndex) rescuedAt = writer.Position;
            var status = columns[i].Write(context, writer);
            if (status == EncodeStatus.Ok || (status == EncodeStatus.Failed && context.GoesOn())) continue;
            if (status == EncodeStatus.Failed) return false;
            context.SkippedRows++;
            context.Watch?.WithoutRow(NoRow.Skipped, context);
            writer.Position = start;
            return true;
        }
        if (table.Rescued is { } rescued)
        {
            if (table.RescuedIndex == columns.Length) rescuedAt = writer.Position;
            var end = writer.Position;
            if (rescued.Write(context, writer) == EncodeStatus.Failed && !context.GoesOn()) return false;
            writer.MoveTail(end, rescuedAt);
        }
        rows.Add(new EncodedRow(table.Target, start, writer.Position - start));
        // A row that is skipped leaves a gap: those behind it are not at its place.
        Shape = unchecked((((Shape * 31) + _index + 1) * ShapeFactor) + context.RowIndex + context.SkippedRows);
        if (writer.Position + (long)rows.Count * MessageMemory.OfRow > memory.Bytes) throw new MessageMemoryException();
        context.RowIndex++;
        return true;
    }

    private bool Fail(RecordErrorCode code, string pointer)
    {
        context.Fail(code, "", pointer);
        context.Watch?.Failed(context);
        return false;
    }
}
