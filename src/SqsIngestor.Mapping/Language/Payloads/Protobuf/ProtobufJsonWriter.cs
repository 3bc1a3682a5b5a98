using System.Diagnostics;
using Google.Protobuf;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Protobuf;

/// <summary>
/// Writes a protobuf message as JSON by the rules of ProtoJSON, except for the names, which are those of the .proto file,
/// 64-bit integers, which are numbers (columns keep every digit), and the order of fields, which is that of the wire.
/// Fields that are not in the descriptor are skipped.
/// </summary>
internal sealed class ProtobufJsonWriter(ProtobufMessagePlan root, DocumentContext context) : DocumentDecoder(context)
{
    private readonly ProtobufIndex _index = new(context.Memory);

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        var source = payload.Written;
        _index.Reset();
        var code = WriteMessage(root, source, _index.AddRoot(source.Length), isMerged: false, depth: 1);
        if (code == RecordErrorCode.None) EndDocument();
        return code;
    }

    /// <summary>Writes a message. A singular field can come in several parts, which are merged.</summary>
    private RecordErrorCode WriteMessage(
        ProtobufMessagePlan plan, ReadOnlySpan<byte> source, int occurrence, bool isMerged, int depth)
    {
        if (depth > MaxDepth) return RecordErrorCode.BodyDepth;
        var mark = _index.Open(plan);
        for (; occurrence >= 0; occurrence = isMerged ? _index[occurrence].Next : -1)
        {
            if (!TryIndex(plan, mark.Frame, source, _index[occurrence])) return RecordErrorCode.BodySyntax;
        }
        var code = plan.Shape switch
        {
            ProtobufShape.Message => WriteObject(plan, mark.Frame, source, depth),
            ProtobufShape.OnlyField => WriteFieldOrDefault(plan.Fields[0], mark.Frame, source, depth),
            ProtobufShape.Value => WriteValueMessage(plan, mark.Frame, source, depth),
            ProtobufShape.Timestamp or ProtobufShape.Duration => WriteTime(plan, mark.Frame, source),
            _ => throw new UnreachableException(),
        };
        _index.Close(mark);
        return code;
    }

    private bool TryIndex(ProtobufMessagePlan plan, int frame, ReadOnlySpan<byte> source, ProtobufOccurrence part)
    {
        var reader = new ProtobufReader(source[..(part.Start + part.Length)], part.Start);
        while (!reader.IsAtEnd)
        {
            if (!reader.TryReadTag(out var number, out var type)
                || !reader.TryReadValue(number, type, out var start, out var length))
            {
                return false;
            }
            if (plan.Find(number) is not { } field) continue;
            // A value whose wire type does not fit the field is unknown, as in generated code.
            var isPacked = field.IsPackable && type == WireFormat.WireType.LengthDelimited;
            if (isPacked || type == field.WireType) _index.Add(frame, plan, field, start, length, isPacked);
        }
        return true;
    }

    private RecordErrorCode WriteObject(ProtobufMessagePlan plan, int frame, ReadOnlySpan<byte> source, int depth)
    {
        Output.Write((byte)'{');
        var isFirst = true;
        for (var position = _index.FirstField(frame); position >= 0; position = _index.NextField(frame, position))
        {
            var field = plan.Fields[position];
            if (_index.First(frame, field) < 0) continue;
            if (!isFirst) Output.Write((byte)',');
            isFirst = false;
            Output.Write(field.Name);
            if (WriteField(field, frame, source, depth) is var code and not RecordErrorCode.None) return code;
            if (IsFull) return RecordErrorCode.BodySize;
        }
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteField(ProtobufFieldPlan field, int frame, ReadOnlySpan<byte> source, int depth)
    {
        var first = _index.First(frame, field);
        if (field.IsMap) return WriteElements(field, first, '{', '}', source, depth);
        if (field.IsRepeated) return WriteElements(field, first, '[', ']', source, depth);
        return field.Message is { } message
            ? WriteMessage(message, source, first, isMerged: true, depth + 1)
            : WriteScalar(field, source, _index[_index.Last(frame, field)]);
    }

    private RecordErrorCode WriteFieldOrDefault(ProtobufFieldPlan field, int frame, ReadOnlySpan<byte> source, int depth)
    {
        if (_index.First(frame, field) >= 0 || field.IsMap || field.IsRepeated) return WriteField(field, frame, source, depth);
        if (field.Message is { } message) return WriteMessage(message, source, -1, isMerged: false, depth + 1);
        ProtobufScalarJson.WriteDefault(field, Output);
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteElements(
        ProtobufFieldPlan field, int first, char open, char close, ReadOnlySpan<byte> source, int depth)
    {
        Output.Write((byte)open);
        var start = Output.Length;
        for (var occurrence = first; occurrence >= 0; occurrence = _index[occurrence].Next)
        {
            if (_index[occurrence] is { IsPacked: true } packed)
            {
                if (WritePacked(field, source, packed, start) is var failure and not RecordErrorCode.None) return failure;
                continue;
            }
            if (Output.Length > start) Output.Write((byte)',');
            var code = field.IsMap ? WriteEntry(field.Message!, source, _index[occurrence], depth + 1)
                : field.Message is { } message ? WriteMessage(message, source, occurrence, isMerged: false, depth + 1)
                : WriteScalar(field, source, _index[occurrence]);
            if (code != RecordErrorCode.None) return code;
            if (IsFull) return RecordErrorCode.BodySize;
        }
        Output.Write((byte)close);
        return RecordErrorCode.None;
    }

    private RecordErrorCode WritePacked(ProtobufFieldPlan field, ReadOnlySpan<byte> source, ProtobufOccurrence part, int start)
    {
        var reader = new ProtobufReader(source.Slice(part.Start, part.Length), 0);
        while (!reader.IsAtEnd)
        {
            if (Output.Length > start) Output.Write((byte)',');
            if (ProtobufScalarJson.Write(field, ref reader, Output) is var code and not RecordErrorCode.None) return code;
            if (IsFull) return RecordErrorCode.BodySize;
        }
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteEntry(ProtobufMessagePlan entry, ReadOnlySpan<byte> source, ProtobufOccurrence part, int depth)
    {
        if (depth > MaxDepth) return RecordErrorCode.BodyDepth;
        var mark = _index.Open(entry);
        if (!TryIndex(entry, mark.Frame, source, part)) return RecordErrorCode.BodySyntax;
        var (key, value) = (entry.Fields[0], entry.Fields[1]);
        var isText = key.Type == Google.Protobuf.Reflection.FieldType.String;
        if (!isText) Output.Write((byte)'"');
        var code = WriteFieldOrDefault(key, mark.Frame, source, depth);
        if (!isText) Output.Write((byte)'"');
        Output.Write((byte)':');
        if (code == RecordErrorCode.None) code = WriteFieldOrDefault(value, mark.Frame, source, depth);
        _index.Close(mark);
        return code;
    }

    private RecordErrorCode WriteScalar(ProtobufFieldPlan field, ReadOnlySpan<byte> source, ProtobufOccurrence part)
    {
        var reader = new ProtobufReader(source.Slice(part.Start, part.Length), 0);
        return ProtobufScalarJson.Write(field, ref reader, Output);
    }

    /// <summary>google.protobuf.Value: the member that is set; null if none is.</summary>
    private RecordErrorCode WriteValueMessage(ProtobufMessagePlan plan, int frame, ReadOnlySpan<byte> source, int depth)
    {
        foreach (var field in plan.Fields)
        {
            if (_index.First(frame, field) >= 0) return WriteField(field, frame, source, depth);
        }
        Output.Write("null"u8);
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteTime(ProtobufMessagePlan plan, int frame, ReadOnlySpan<byte> source)
    {
        var (seconds, nanoseconds) = (
            ReadInteger(plan.Fields[0], frame, source), (int)ReadInteger(plan.Fields[1], frame, source));
        var isWritten = plan.Shape == ProtobufShape.Timestamp
            ? JsonTimeWriter.TryWriteTimestamp(seconds, nanoseconds, Output)
            : JsonTimeWriter.TryWriteDuration(seconds, nanoseconds, Output);
        return isWritten ? RecordErrorCode.None : RecordErrorCode.BodySyntax;
    }

    private long ReadInteger(ProtobufFieldPlan field, int frame, ReadOnlySpan<byte> source)
    {
        if (_index.First(frame, field) < 0) return 0;
        var reader = new ProtobufReader(source, _index[_index.Last(frame, field)].Start);
        return reader.TryReadVarint(out var value) ? (long)value : 0;
    }
}
