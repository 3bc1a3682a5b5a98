using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary>Writes values of binary Avro as JSON. The value of a union is that of its type.</summary>
/// <param name="output">Receives the JSON.</param>
/// <param name="maxBytes">The most bytes of the output.</param>
/// <param name="maxDepth">The deepest nesting of a value.</param>
internal sealed class AvroJsonWriter(PayloadBuffer output, int maxBytes, int maxDepth)
{
    /// <summary>What is wrong with the value that failed, without anything of its contents; null if it is cut off.</summary>
    public string? Problem { get; private set; }

    public RecordErrorCode Write(AvroType type, ref AvroReader reader)
    {
        Problem = null;
        return WriteValue(type, ref reader, 1);
    }

    private RecordErrorCode WriteValue(AvroType type, ref AvroReader reader, int depth)
    {
        if (output.Length > maxBytes) return RecordErrorCode.BodySize;
        switch (type.Kind)
        {
            case AvroKind.Null:
                output.Write("null"u8);
                return RecordErrorCode.None;
            case AvroKind.Boolean:
                return WriteBoolean(ref reader);
            case AvroKind.Int or AvroKind.Long:
                return WriteInteger(type, ref reader);
            case AvroKind.Float:
                if (!reader.TryReadFloat(out var narrow)) return RecordErrorCode.BodySyntax;
                JsonValueWriter.WriteFloat(narrow, output);
                return RecordErrorCode.None;
            case AvroKind.Double:
                if (!reader.TryReadDouble(out var wide)) return RecordErrorCode.BodySyntax;
                JsonValueWriter.WriteDouble(wide, output);
                return RecordErrorCode.None;
            case AvroKind.String:
                return reader.TryReadBytes(out var text)
                    ? JsonValueWriter.WriteText(text, output, maxBytes)
                    : RecordErrorCode.BodySyntax;
            case AvroKind.Bytes:
                return reader.TryReadBytes(out var bytes) ? WriteBytes(type, bytes) : RecordErrorCode.BodySyntax;
            case AvroKind.Fixed:
                return reader.TryReadBytes(type.Length, out var exact) ? WriteBytes(type, exact) : RecordErrorCode.BodySyntax;
            case AvroKind.Enum:
                return WriteSymbol(type, ref reader);
            case AvroKind.Union:
                if (!reader.TryReadLong(out var branch)) return RecordErrorCode.BodySyntax;
                if ((ulong)branch >= (ulong)type.Items.Length) return Wrong("a type that the union does not have");
                return WriteValue(type.Items[branch], ref reader, depth);
            case AvroKind.Record or AvroKind.Array or AvroKind.Map when depth > maxDepth:
                return RecordErrorCode.BodyDepth;
            case AvroKind.Record:
                return WriteRecord(type, ref reader, depth);
            case AvroKind.Array:
                return WriteArray(type.Items[0], ref reader, depth);
            case AvroKind.Map:
                return WriteMap(type.Items[0], ref reader, depth);
            default:
                throw new UnreachableException();
        }
    }

    private RecordErrorCode WriteBoolean(ref AvroReader reader)
    {
        if (!reader.TryReadBytes(1, out var value)) return RecordErrorCode.BodySyntax;
        if (value[0] > 1) return Wrong("a boolean that is neither 0 nor 1");
        output.Write(value[0] == 1 ? "true"u8 : "false"u8);
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteInteger(AvroType type, ref AvroReader reader)
    {
        if (!reader.TryReadLong(out var value)) return RecordErrorCode.BodySyntax;
        if (type.Kind == AvroKind.Int && value != (int)value) return Wrong("an int of more than 32 bits");
        if (type.Logical == AvroLogical.None)
        {
            JsonValueWriter.WriteInteger(value, output);
            return RecordErrorCode.None;
        }
        return AvroTimes.TryWrite(type.Logical, value, output)
            ? RecordErrorCode.None
            : Wrong("a time outside of the years 1 to 9999, or of the day");
    }

    private RecordErrorCode WriteBytes(AvroType type, ReadOnlySpan<byte> bytes)
    {
        switch (type.Logical)
        {
            case AvroLogical.Decimal:
                if (bytes.Length > JsonValueWriter.MostIntegerBytes) return Wrong("a decimal of more than 256 bytes");
                JsonValueWriter.WriteDecimal(bytes, isUnsigned: false, isComplement: false, -type.Scale, output);
                return RecordErrorCode.None;
            case AvroLogical.Uuid:
                JsonValueWriter.WriteUuid(new Guid(bytes, bigEndian: true), output);
                return RecordErrorCode.None;
            case AvroLogical.None:
                JsonValueWriter.WriteBytes(bytes, output);
                return RecordErrorCode.None;
            default:
                throw new UnreachableException();
        }
    }

    private RecordErrorCode WriteSymbol(AvroType type, ref AvroReader reader)
    {
        if (!reader.TryReadLong(out var symbol)) return RecordErrorCode.BodySyntax;
        if ((ulong)symbol >= (ulong)type.Symbols.Length) return Wrong("a symbol that the enum does not have");
        output.Write(type.Symbols[symbol].Json);
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteRecord(AvroType type, ref AvroReader reader, int depth)
    {
        foreach (var field in type.Fields)
        {
            output.Write(field.BeforeValue);
            if (WriteValue(field.Type, ref reader, depth + 1) is var code and not RecordErrorCode.None) return code;
        }
        output.Write(type.Fields.Length == 0 ? "{}"u8 : "}"u8);
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteArray(AvroType items, ref AvroReader reader, int depth)
    {
        output.Write((byte)'[');
        var isFirst = true;
        while (true)
        {
            if (!reader.TryReadBlock(out var count)) return RecordErrorCode.BodySyntax;
            if (count == 0) break;
            for (; count > 0; count--)
            {
                if (!isFirst) output.Write((byte)',');
                isFirst = false;
                if (WriteValue(items, ref reader, depth + 1) is var code and not RecordErrorCode.None) return code;
            }
        }
        output.Write((byte)']');
        return RecordErrorCode.None;
    }

    private RecordErrorCode WriteMap(AvroType values, ref AvroReader reader, int depth)
    {
        output.Write((byte)'{');
        var isFirst = true;
        while (true)
        {
            if (!reader.TryReadBlock(out var count)) return RecordErrorCode.BodySyntax;
            if (count == 0) break;
            for (; count > 0; count--)
            {
                if (!isFirst) output.Write((byte)',');
                isFirst = false;
                if (!reader.TryReadBytes(out var key)) return RecordErrorCode.BodySyntax;
                if (JsonValueWriter.WriteText(key, output, maxBytes) is var bad and not RecordErrorCode.None) return bad;
                output.Write((byte)':');
                if (WriteValue(values, ref reader, depth + 1) is var code and not RecordErrorCode.None) return code;
            }
        }
        output.Write((byte)'}');
        return RecordErrorCode.None;
    }

    private RecordErrorCode Wrong(string problem)
    {
        Problem = problem;
        return RecordErrorCode.BodySyntax;
    }
}
