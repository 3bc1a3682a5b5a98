using System.Diagnostics;
using System.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary>The fingerprint of a schema: CRC-64-AVRO of its Parsing Canonical Form.</summary>
internal static class AvroFingerprint
{
    private const ulong Empty = 0xc15d213aa4d7a795;

    private static readonly ulong[] Table = [.. Enumerable.Range(0, 256).Select(static index =>
    {
        var value = (ulong)index;
        for (var bit = 0; bit < 8; bit++) value = (value >> 1) ^ (Empty & (0 - (value & 1)));
        return value;
    })];

    public static ulong Of(AvroType type)
    {
        var text = new StringBuilder();
        Write(type, text, []);
        return Encoding.UTF8.GetBytes(text.ToString())
            .Aggregate(Empty, static (value, next) => (value >> 8) ^ Table[(byte)(value ^ next)]);
    }

    /// <summary>Writes the canonical form: full names, only what is needed to read data, in a fixed order.</summary>
    private static void Write(AvroType type, StringBuilder text, HashSet<string> written)
    {
        switch (type.Kind)
        {
            case AvroKind.Union:
                WriteList(type.Items, item => Write(item, text, written), text);
                break;
            case AvroKind.Array or AvroKind.Map:
                text.Append(type.Kind == AvroKind.Array ? "{\"type\":\"array\",\"items\":" : "{\"type\":\"map\",\"values\":");
                Write(type.Items[0], text, written);
                text.Append('}');
                break;
            case AvroKind.Record or AvroKind.Enum or AvroKind.Fixed when written.Add(type.Name!):
                WriteNamed(type, text, written);
                break;
            case AvroKind.Record or AvroKind.Enum or AvroKind.Fixed:
                text.Append('"').Append(type.Name).Append('"');
                break;
            // Others are primitive, and have the name of their kind.
            default:
                text.Append('"').Append(type.Kind.ToString().ToLowerInvariant()).Append('"');
                break;
        }
    }

    private static void WriteNamed(AvroType type, StringBuilder text, HashSet<string> written)
    {
        text.Append("{\"name\":\"").Append(type.Name).Append("\",\"type\":\"").Append(type.Kind.ToString().ToLowerInvariant());
        text.Append('"');
        switch (type.Kind)
        {
            case AvroKind.Record:
                text.Append(",\"fields\":");
                WriteList(type.Fields, field =>
                {
                    text.Append("{\"name\":\"").Append(field.Name).Append("\",\"type\":");
                    Write(field.Type, text, written);
                    text.Append('}');
                }, text);
                break;
            case AvroKind.Enum:
                text.Append(",\"symbols\":");
                WriteList(type.Symbols, symbol => text.Append('"').Append(symbol.Name).Append('"'), text);
                break;
            case AvroKind.Fixed:
                text.Append(",\"size\":").Append(type.Length);
                break;
            default:
                throw new UnreachableException();
        }
        text.Append('}');
    }

    private static void WriteList<T>(IEnumerable<T> items, Action<T> write, StringBuilder text)
    {
        text.Append('[');
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) text.Append(',');
            isFirst = false;
            write(item);
        }
        text.Append(']');
    }
}
