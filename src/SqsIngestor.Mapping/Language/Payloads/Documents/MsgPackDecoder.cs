using System.Buffers.Binary;
using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary><c>msgpack</c> (MessagePack): one value as JSON.</summary>
internal sealed class MsgPackDecoder(DocumentContext context) : DocumentDecoder(context)
{
    private const sbyte Timestamp = -1;

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        var reader = new MsgPackReader(payload.Written);
        var code = WriteValue(ref reader, 1);
        if (code == RecordErrorCode.None && !reader.IsAtEnd) return Wrong("bytes after the value");
        if (code == RecordErrorCode.BodySyntax && Problem is null)
        {
            return Wrong(string.Create(CultureInfo.InvariantCulture, $"cut off after {reader.Position} bytes"));
        }
        if (code == RecordErrorCode.None) EndDocument();
        return code;
    }

    private RecordErrorCode WriteValue(ref MsgPackReader reader, int depth)
    {
        if (IsFull) return RecordErrorCode.BodySize;
        if (!reader.TryReadByte(out var format)) return RecordErrorCode.BodySyntax;
        switch (format)
        {
            case <= 0x7f:
                JsonValueWriter.WriteInteger(format, Output);
                return RecordErrorCode.None;
            case >= 0xe0:
                JsonValueWriter.WriteInteger((sbyte)format, Output);
                return RecordErrorCode.None;
            case <= 0x8f:
                return WriteMap(ref reader, (uint)format & 0xf, depth);
            case <= 0x9f:
                return WriteArray(ref reader, (uint)format & 0xf, depth);
            case <= 0xbf:
                return WriteText(ref reader, (uint)format & 0x1f);
            case 0xc0:
                Output.Write("null"u8);
                return RecordErrorCode.None;
            case 0xc1:
                return Wrong("the byte c1, which is never used");
            case 0xc2 or 0xc3:
                Output.Write(format == 0xc3 ? "true"u8 : "false"u8);
                return RecordErrorCode.None;
            case 0xca or 0xcb:
                return WriteFloat(ref reader, format == 0xca ? 4 : 8);
            case >= 0xcc and <= 0xcf:
                if (!reader.TryReadUnsigned(1 << (format - 0xcc), out var unsigned)) return RecordErrorCode.BodySyntax;
                JsonValueWriter.WriteUnsigned(unsigned, Output);
                return RecordErrorCode.None;
            case >= 0xd0 and <= 0xd3:
                if (!reader.TryReadSigned(1 << (format - 0xd0), out var signed)) return RecordErrorCode.BodySyntax;
                JsonValueWriter.WriteInteger(signed, Output);
                return RecordErrorCode.None;
            case >= 0xd4 and <= 0xd8:
                return WriteExtension(ref reader, 1u << (format - 0xd4), depth);
            default:
                return WriteLong(ref reader, format, depth);
        }
    }

    /// <summary>Writes a value that is preceded by its length.</summary>
    private RecordErrorCode WriteLong(ref MsgPackReader reader, byte format, int depth)
    {
        var size = format switch { 0xc4 or 0xc7 or 0xd9 => 1, 0xc5 or 0xc8 or 0xda or 0xdc or 0xde => 2, _ => 4 };
        if (!reader.TryReadLength(size, out var length)) return RecordErrorCode.BodySyntax;
        switch (format)
        {
            case <= 0xc6:
                if (!reader.TryReadBytes(length, out var bytes)) return RecordErrorCode.BodySyntax;
                JsonValueWriter.WriteBytes(bytes, Output);
                return RecordErrorCode.None;
            case <= 0xc9:
                return WriteExtension(ref reader, length, depth);
            case <= 0xdb:
                return WriteText(ref reader, length);
            case <= 0xdd:
                return WriteArray(ref reader, length, depth);
            default:
                return WriteMap(ref reader, length, depth);
        }
    }

    private RecordErrorCode WriteText(ref MsgPackReader reader, uint length) =>
        reader.TryReadBytes(length, out var text)
            ? JsonValueWriter.WriteText(text, Output, MaxBytes)
            : RecordErrorCode.BodySyntax;

    private RecordErrorCode WriteFloat(ref MsgPackReader reader, int size)
    {
        if (!reader.TryReadUnsigned(size, out var bits)) return RecordErrorCode.BodySyntax;
        if (size == 4) JsonValueWriter.WriteFloat(BitConverter.UInt32BitsToSingle((uint)bits), Output);
        else JsonValueWriter.WriteDouble(BitConverter.UInt64BitsToDouble(bits), Output);
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteArray(ref MsgPackReader reader, uint count, int depth)
    {
        if (depth > MaxDepth) return RecordErrorCode.BodyDepth;
        Output.Write((byte)'[');
        for (var i = 0u; i < count; i++)
        {
            if (i > 0) Output.Write((byte)',');
            if (WriteValue(ref reader, depth + 1) is var code and not RecordErrorCode.None) return code;
        }
        Output.Write((byte)']');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteMap(ref MsgPackReader reader, uint count, int depth)
    {
        if (depth > MaxDepth) return RecordErrorCode.BodyDepth;
        Output.Write((byte)'{');
        for (var i = 0u; i < count; i++)
        {
            if (i > 0) Output.Write((byte)',');
            if (WriteName(ref reader) is var bad and not RecordErrorCode.None) return bad;
            if (WriteValue(ref reader, depth + 1) is var code and not RecordErrorCode.None) return code;
        }
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteName(ref MsgPackReader reader)
    {
        var start = JsonNameWriter.Begin(Output);
        var code = WriteValue(ref reader, MaxDepth + 1);
        if (code == RecordErrorCode.BodyDepth) return Wrong("an array, a map or an extension as a key");
        if (code == RecordErrorCode.None) JsonNameWriter.End(Output, start);
        return code;
    }

    private RecordErrorCode WriteExtension(ref MsgPackReader reader, uint length, int depth)
    {
        var isRead = reader.TryReadSigned(1, out var type);
        if (!reader.TryReadBytes(length, out var data) || !isRead) return RecordErrorCode.BodySyntax;
        if (type == Timestamp) return WriteTimestamp(data);
        if (depth > MaxDepth) return RecordErrorCode.BodyDepth;
        Output.Write("{\"type\":"u8);
        JsonValueWriter.WriteInteger(type, Output);
        Output.Write(",\"data\":"u8);
        JsonValueWriter.WriteBytes(data, Output);
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteTimestamp(ReadOnlySpan<byte> data)
    {
        long seconds;
        uint nanoseconds = 0;
        switch (data.Length)
        {
            case 4:
                seconds = BinaryPrimitives.ReadUInt32BigEndian(data);
                break;
            case 8:
                var both = BinaryPrimitives.ReadUInt64BigEndian(data);
                (seconds, nanoseconds) = ((long)(both & 0x3_ffff_ffff), (uint)(both >> 34));
                break;
            case 12:
                nanoseconds = BinaryPrimitives.ReadUInt32BigEndian(data);
                seconds = BinaryPrimitives.ReadInt64BigEndian(data[4..]);
                break;
            default:
                return Wrong("a timestamp that is not 4, 8 or 12 bytes long");
        }
        return nanoseconds <= int.MaxValue && JsonTimeWriter.TryWriteTimestamp(seconds, (int)nanoseconds, Output)
            ? RecordErrorCode.None
            : Wrong("a time outside of the years 1 to 9999");
    }
}
