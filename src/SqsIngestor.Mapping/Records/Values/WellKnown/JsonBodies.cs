using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values.WellKnown;

/// <summary>google.protobuf.Value: any JSON, null included.</summary>
internal sealed class ValueBody : WellKnownBody
{
    /// <summary>
    /// How deep JSON in a record may be nested: messages in each other, without the outermost Value and the map entry that it can
    /// be in.
    /// </summary>
    public const int MostMessages = MessageShape.MaxDepth - 2;

    private const byte NullTag = 0x08;
    private const byte NumberTag = 0x11;
    private const byte TextTag = 0x1A;
    private const byte BoolTag = 0x20;
    private const byte StructTag = 0x2A;
    private const byte ListTag = 0x32;

    private static readonly FloatCodec Number = new(isDouble: true, strict: true);
    private static readonly StringCodec Text = new();

    public override bool TakesNull => true;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer) =>
        Write(value, context, writer);

    public static RecordErrorCode Write(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                writer.WriteVarint(NullTag);
                writer.WriteVarint(0);
                return RecordErrorCode.None;
            case ValueKind.True or ValueKind.False:
                writer.WriteVarint(BoolTag);
                writer.WriteVarint(value.Kind == ValueKind.True ? 1u : 0u);
                return RecordErrorCode.None;
            case ValueKind.Number or ValueKind.Integer:
                writer.WriteVarint(NumberTag);
                return Number.TryWrite(value, writer);
            case ValueKind.String or ValueKind.Bytes:
                writer.WriteVarint(TextTag);
                return Text.TryWrite(value, writer);
            case ValueKind.Object or ValueKind.Array:
                var isObject = value.Kind == ValueKind.Object;
                writer.WriteVarint(isObject ? StructTag : ListTag);
                var mark = writer.BeginLength();
                var code = isObject ? StructBody.Write(value, context, writer) : ListBody.Write(value, context, writer);
                if (code == RecordErrorCode.None) writer.EndLength(mark);
                return code;
            default:
                return RecordErrorCode.WrongType;
        }
    }

    /// <summary>A Value inside another message, as a field.</summary>
    public static RecordErrorCode WriteField(byte tag, JsonTape tape, int node, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(tag);
        var mark = writer.BeginLength();
        var code = Write(SourceValue.FromTape(tape, node), context, writer);
        if (code == RecordErrorCode.None) writer.EndLength(mark);
        return code;
    }
}

/// <summary>google.protobuf.Struct: an object. A name that is there twice is an error.</summary>
internal sealed class StructBody : WellKnownBody
{
    private const byte FieldsTag = 0x0A;
    private const byte KeyTag = 0x0A;
    private const byte ValueTag = 0x12;

    // On the wire, a member is in an entry, a Value, and the Struct or ListValue in it.
    private const int Levels = 3;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer) =>
        value.Kind == ValueKind.Object ? Write(value, context, writer) : RecordErrorCode.WrongType;

    public static RecordErrorCode Write(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if ((context.Depth += Levels) > ValueBody.MostMessages) return RecordErrorCode.Depth;
        var (tape, start, position) = (value.Tape!, writer.Position, 0);
        for (int name = value.Node + 1, end = tape[value.Node].End; name < end; name = tape[name + 1].End, position++)
        {
            writer.WriteVarint(FieldsTag);
            var mark = writer.BeginLength();
            writer.WriteVarint(KeyTag);
            var code = !writer.TryWriteText(tape.Raw(name), tape[name].Escaped) ? RecordErrorCode.TextEncoding
                : ValueBody.WriteField(ValueTag, tape, name + 1, context, writer);
            if (code != RecordErrorCode.None)
            {
                // The name is message content, so the pointer has its position.
                context.AddBelow("/" + position.ToString(CultureInfo.InvariantCulture));
                return code;
            }
            writer.EndLength(mark);
        }
        context.Depth -= Levels;
        return MapKeys.HasDuplicate(writer.WrittenSpan[start..], position, writer.Arrays)
            ? RecordErrorCode.DuplicateKey
            : RecordErrorCode.None;
    }
}

/// <summary>google.protobuf.ListValue: an array.</summary>
internal sealed class ListBody : WellKnownBody
{
    private const byte ValuesTag = 0x0A;

    // On the wire, an element is in a Value, and the Struct or ListValue in it.
    private const int Levels = 2;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer) =>
        value.Kind == ValueKind.Array ? Write(value, context, writer) : RecordErrorCode.WrongType;

    public static RecordErrorCode Write(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if ((context.Depth += Levels) > ValueBody.MostMessages) return RecordErrorCode.Depth;
        var (tape, position) = (value.Tape!, 0);
        for (int node = value.Node + 1, end = tape[value.Node].End; node < end; node = tape[node].End, position++)
        {
            var code = ValueBody.WriteField(ValuesTag, tape, node, context, writer);
            if (code == RecordErrorCode.None) continue;
            context.AddBelow("/" + position.ToString(CultureInfo.InvariantCulture));
            return code;
        }
        context.Depth -= Levels;
        return RecordErrorCode.None;
    }
}
