using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Values.WellKnown;

/// <summary>A wrapper, such as google.protobuf.Int64Value: the JSON of its only field.</summary>
/// <param name="tag">Tag of the field.</param>
/// <param name="scalar">Writes the field.</param>
internal sealed class WrapperBody(uint tag, ScalarCodec scalar) : WellKnownBody
{
    public override bool NullIsEmptyInAny => true;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(tag);
        return scalar.TryWrite(value, writer);
    }
}

/// <summary>google.protobuf.Empty: an object, of which nothing is in the row.</summary>
internal sealed class EmptyBody : WellKnownBody
{
    public override bool HasParts => true;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer) =>
        value.Kind == ValueKind.Object ? RecordErrorCode.None : RecordErrorCode.WrongType;

    public override void MarkRead(in SourceValue value)
    {
        if (value.Tape!.IsEmpty(value.Node)) value.Tape.MarkRead(value.Node);
    }
}

/// <summary>google.protobuf.FieldMask from text: <c>user.displayName,photo</c> is user.display_name and photo.</summary>
internal sealed class FieldMaskBody : WellKnownBody
{
    private const byte PathsTag = 0x0A;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        if (value.Kind != ValueKind.String) return RecordErrorCode.WrongType;
        var room = writer.Arrays.Text(value.Text.Length);
        return JsonText.TryUnescape(value.Text, room, out var length) && JsonText.IsValidUtf8(room[..length])
            ? Write(room[..length], writer)
            : RecordErrorCode.TextEncoding;
    }

    private static RecordErrorCode Write(ReadOnlySpan<byte> text, RecordWriter writer)
    {
        // ProtoJSON cannot write it: an underscore stands for the next capital letter.
        if (text.Contains((byte)'_')) return RecordErrorCode.ProtoJson;
        foreach (var range in text.Split((byte)','))
        {
            var path = text[range];
            if (path.Length == 0) continue;
            writer.WriteVarint(PathsTag);
            var mark = writer.BeginLength();
            for (var i = 0; i < path.Length; i++)
            {
                if (StartsWord(path, i)) writer.WriteRaw("_"u8);
                writer.WriteRaw([IsUpper(path[i]) ? (byte)(path[i] | 0x20) : path[i]]);
            }
            writer.EndLength(mark);
        }
        return RecordErrorCode.None;
    }

    /// <summary>In fooBarURL and fooURLBar, the words are foo, bar and url.</summary>
    private static bool StartsWord(ReadOnlySpan<byte> path, int i) => i > 0 && IsUpper(path[i])
        && (!IsUpper(path[i - 1]) || (i + 1 < path.Length && char.IsAsciiLetterLower((char)path[i + 1])));

    private static bool IsUpper(byte letter) => char.IsAsciiLetterUpper((char)letter);
}

/// <summary>A field of the enum google.protobuf.NullValue: null, or its only value by name or number.</summary>
/// <param name="tag">Tag of the field.</param>
/// <param name="names">Writes what is not null.</param>
internal sealed class NullValueCodec(uint tag, ScalarCodec names) : ValueCodec
{
    public override bool TakesNull => true;

    public override RecordErrorCode TryWrite(in SourceValue value, EncodeContext context, RecordWriter writer)
    {
        writer.WriteVarint(tag);
        if (value.Kind != ValueKind.Null) return names.TryWrite(value, writer);
        writer.WriteVarint(0);
        return RecordErrorCode.None;
    }
}
