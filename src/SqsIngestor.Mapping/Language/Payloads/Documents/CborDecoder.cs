using System.Formats.Cbor;
using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary><c>cbor</c> (RFC 8949): one data item as JSON.</summary>
internal sealed class CborDecoder(DocumentContext context) : DocumentDecoder(context)
{
    private readonly CborReader _reader = new(ReadOnlyMemory<byte>.Empty, CborConformanceMode.Lax);

    // A byte string that comes in parts.
    private readonly PayloadBuffer _parts = new(context.Memory);

    protected override RecordErrorCode Write(PayloadBuffer payload)
    {
        try
        {
            _reader.Reset(payload.Bytes.AsMemory(0, payload.Length));
            if (WriteValue(1) is var code and not RecordErrorCode.None) return code;
            if (_reader.BytesRemaining > 0) return Wrong("bytes after the value");
            EndDocument();
            return RecordErrorCode.None;
        }
        // The reader reports all that is wrong with its input by these.
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            return Wrong(string.Create(CultureInfo.InvariantCulture, $"byte {payload.Length - _reader.BytesRemaining}"));
        }
        finally
        {
            _reader.Reset(ReadOnlyMemory<byte>.Empty);
        }
    }

    private RecordErrorCode WriteValue(int depth)
    {
        if (IsFull) return RecordErrorCode.BodySize;
        var tag = ReadTag();
        // A value has one tag that says how it is read.
        if (tag is CborTag known && CborTags.IsRead(known) && ReadTag() is CborTag inner)
            return Wrong(string.Create(CultureInfo.InvariantCulture, $"the tag {(ulong)inner} inside the tag {(ulong)known}"));
        return tag switch
        {
            null => WriteUntagged(depth),
            CborTag.UnixTimeSeconds => WriteTime(),
            CborTag.UnsignedBigNum or CborTag.NegativeBigNum => WriteBigInteger(tag.Value, exponent: 0),
            CborTag.DecimalFraction => WriteDecimalFraction(),
            CborTags.Uuid => WriteUuid(),
            CborTags.DaysSinceEpoch => WriteDate(),
            _ => CborTags.Reference(tag.Value) is { } reference
                ? Wrong(string.Create(CultureInfo.InvariantCulture, $"the tag {(ulong)tag} ({reference}), which is not read"))
                : WriteTagged(tag.Value, depth),
        };
    }

    /// <summary>The next tag that says something about its value; null for none.</summary>
    private CborTag? ReadTag()
    {
        while (_reader.PeekState() == CborReaderState.Tag)
        {
            var tag = _reader.ReadTag();
            if (!CborTags.IsSkipped(tag)) return tag;
        }
        return null;
    }

    /// <summary>A tag whose meaning is not known here stays with its value.</summary>
    private RecordErrorCode WriteTagged(CborTag tag, int depth)
    {
        if (depth > MaxDepth) return RecordErrorCode.BodyDepth;
        Output.Write("{\"tag\":"u8);
        JsonValueWriter.WriteUnsigned((ulong)tag, Output);
        Output.Write(",\"value\":"u8);
        if (WriteValue(depth + 1) is var code and not RecordErrorCode.None) return code;
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteUntagged(int depth)
    {
        switch (_reader.PeekState())
        {
            case CborReaderState.UnsignedInteger:
                JsonValueWriter.WriteUnsigned(_reader.ReadUInt64(), Output);
                return RecordErrorCode.None;
            case CborReaderState.NegativeInteger:
                WriteNegative(exponent: 0);
                return RecordErrorCode.None;
            case CborReaderState.HalfPrecisionFloat:
                JsonValueWriter.WriteFloat((float)_reader.ReadHalf(), Output);
                return RecordErrorCode.None;
            case CborReaderState.SinglePrecisionFloat:
                JsonValueWriter.WriteFloat(_reader.ReadSingle(), Output);
                return RecordErrorCode.None;
            case CborReaderState.DoublePrecisionFloat:
                JsonValueWriter.WriteDouble(_reader.ReadDouble(), Output);
                return RecordErrorCode.None;
            case CborReaderState.Boolean:
                Output.Write(_reader.ReadBoolean() ? "true"u8 : "false"u8);
                return RecordErrorCode.None;
            case CborReaderState.Null:
                _reader.ReadNull();
                Output.Write("null"u8);
                return RecordErrorCode.None;
            case CborReaderState.SimpleValue:
                if (_reader.ReadSimpleValue() != CborSimpleValue.Undefined) return Wrong("a simple value without a meaning");
                Output.Write("null"u8);
                return RecordErrorCode.None;
            case CborReaderState.TextString:
                return JsonValueWriter.WriteText(_reader.ReadDefiniteLengthTextStringBytes().Span, Output, MaxBytes);
            case CborReaderState.StartIndefiniteLengthTextString:
                return WriteTextParts();
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                JsonValueWriter.WriteBytes(ReadBytes(), Output);
                return RecordErrorCode.None;
            case CborReaderState.StartArray:
                return WriteArray(depth);
            case CborReaderState.StartMap:
                return WriteMap(depth);
            default:
                return Wrong("no value");
        }
    }

    private RecordErrorCode WriteArray(int depth)
    {
        if (depth > MaxDepth) return RecordErrorCode.BodyDepth;
        _reader.ReadStartArray();
        Output.Write((byte)'[');
        for (var isFirst = true; _reader.PeekState() != CborReaderState.EndArray; isFirst = false)
        {
            if (!isFirst) Output.Write((byte)',');
            if (WriteValue(depth + 1) is var code and not RecordErrorCode.None) return code;
        }
        _reader.ReadEndArray();
        Output.Write((byte)']');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteMap(int depth)
    {
        if (depth > MaxDepth) return RecordErrorCode.BodyDepth;
        _reader.ReadStartMap();
        Output.Write((byte)'{');
        for (var isFirst = true; _reader.PeekState() != CborReaderState.EndMap; isFirst = false)
        {
            if (!isFirst) Output.Write((byte)',');
            if (WriteName() is var bad and not RecordErrorCode.None) return bad;
            if (WriteValue(depth + 1) is var code and not RecordErrorCode.None) return code;
        }
        _reader.ReadEndMap();
        Output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteName()
    {
        var start = JsonNameWriter.Begin(Output);
        var code = WriteValue(MaxDepth + 1);
        if (code == RecordErrorCode.BodyDepth) return Wrong("an array, a map or an unknown tag as a key");
        if (code == RecordErrorCode.None) JsonNameWriter.End(Output, start);
        return code;
    }

    private RecordErrorCode WriteTextParts()
    {
        _reader.ReadStartIndefiniteLengthTextString();
        _parts.Length = 0;
        while (_reader.PeekState() != CborReaderState.EndIndefiniteLengthTextString)
        {
            _parts.Write(_reader.ReadDefiniteLengthTextStringBytes().Span);
        }
        _reader.ReadEndIndefiniteLengthTextString();
        return JsonValueWriter.WriteText(_parts.Written, Output, MaxBytes);
    }

    /// <summary>A byte string, valid until the next.</summary>
    private ReadOnlySpan<byte> ReadBytes()
    {
        if (_reader.PeekState() == CborReaderState.ByteString) return _reader.ReadDefiniteLengthByteString().Span;
        _reader.ReadStartIndefiniteLengthByteString();
        _parts.Length = 0;
        while (_reader.PeekState() != CborReaderState.EndIndefiniteLengthByteString)
        {
            _parts.Write(_reader.ReadDefiniteLengthByteString().Span);
        }
        _reader.ReadEndIndefiniteLengthByteString();
        return _parts.Written;
    }

    private RecordErrorCode WriteTime()
    {
        long seconds, nanoseconds = 0;
        if (_reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger)
        {
            seconds = _reader.ReadInt64();
        }
        else
        {
            // A double of today has about this many digits.
            var microseconds = Math.Round(_reader.ReadDouble() * 1e6);
            if (!(Math.Abs(microseconds) < 1e18)) return Wrong("a time outside of the years 1 to 9999");
            (seconds, nanoseconds) = Math.DivRem((long)microseconds, 1_000_000);
            if (nanoseconds < 0) (seconds, nanoseconds) = (seconds - 1, nanoseconds + 1_000_000);
            nanoseconds *= 1000;
        }
        return JsonTimeWriter.TryWriteTimestamp(seconds, (int)nanoseconds, Output)
            ? RecordErrorCode.None
            : Wrong("a time outside of the years 1 to 9999");
    }

    private RecordErrorCode WriteDate() =>
        JsonTimeWriter.TryWriteDate(_reader.ReadInt64(), Output)
            ? RecordErrorCode.None
            : Wrong("a date outside of the years 1 to 9999");

    private RecordErrorCode WriteUuid()
    {
        var bytes = ReadBytes();
        if (bytes.Length != 16) return Wrong("a UUID that is not 16 bytes long");
        JsonValueWriter.WriteUuid(new Guid(bytes, bigEndian: true), Output);
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteDecimalFraction()
    {
        if (_reader.ReadStartArray() != 2) return Wrong("a decimal fraction that is not an exponent and an integer");
        var exponent = _reader.ReadInt32();
        var code = RecordErrorCode.None;
        if (ReadTag() is { } tag) code = WriteBigInteger(tag, exponent);
        else WriteSmall(exponent);
        if (code == RecordErrorCode.None) _reader.ReadEndArray();
        return code;
    }

    private RecordErrorCode WriteBigInteger(CborTag tag, int exponent)
    {
        if (tag is not (CborTag.UnsignedBigNum or CborTag.NegativeBigNum)) return Wrong("a decimal fraction without an integer");
        var integer = ReadBytes().TrimStart((byte)0);
        if (integer.Length > JsonValueWriter.MostIntegerBytes) return Wrong("an integer of more than 256 bytes");
        JsonValueWriter.WriteDecimal(integer, isUnsigned: true, tag == CborTag.NegativeBigNum, exponent, Output);
        return RecordErrorCode.None;
    }

    private void WriteSmall(int exponent)
    {
        if (_reader.PeekState() == CborReaderState.NegativeInteger)
        {
            WriteNegative(exponent);
            return;
        }
        Span<byte> integer = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(integer, _reader.ReadUInt64());
        JsonValueWriter.WriteDecimal(integer, isUnsigned: true, isComplement: false, exponent, Output);
    }

    private void WriteNegative(int exponent)
    {
        Span<byte> integer = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(integer, _reader.ReadCborNegativeIntegerRepresentation());
        JsonValueWriter.WriteDecimal(integer, isUnsigned: true, isComplement: true, exponent, Output);
    }
}
