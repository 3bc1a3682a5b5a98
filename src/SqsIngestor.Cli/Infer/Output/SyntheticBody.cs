using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>Writes the body of a message that fills each column with an invented value.</summary>
internal sealed class SyntheticBody
{
    private readonly Utf8JsonWriter _json;

    private SyntheticBody(Utf8JsonWriter json) => _json = json;

    /// <summary>The body, with the envelopes that each message of the samples has.</summary>
    public static string Write(InferredTable table)
    {
        var body = table.Payload.IsText ? "text" : Document(json => new SyntheticBody(json).Root(table));
        return SyntheticShape.Wrap(table, body);
    }

    /// <summary>An invented value of a type, as JSON.</summary>
    public static string Value(InferredType type) => Document(json => new SyntheticBody(json).Value(type, type.Delta));

    /// <summary>A document that a function writes.</summary>
    public static string Document(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonLayout.IndentedWriter with { Indented = false })) write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Root(InferredTable table)
    {
        var columns = table.Columns.Where(column => !column.IsOfEnvelope).ToList();
        if (columns is [{ IsWhole: true } whole])
        {
            Value(whole.Field.Type, whole.Field.Type.Delta);
            return;
        }

        if (table.MostRows is not null) _json.WriteStartArray();
        Object([.. columns.Select(column => column.Field)]);
        if (table.MostRows is not null) _json.WriteEndArray();
    }

    private void Object(IReadOnlyList<InferredField> fields)
    {
        _json.WriteStartObject();
        foreach (var field in fields)
        {
            _json.WritePropertyName(field.Member);
            Value(field.Type, field.Type.Delta);
        }

        _json.WriteEndObject();
    }

    private void Value(InferredType type, DeltaType delta)
    {
        switch (delta)
        {
            case StructType:
                Object(type.Fields);
                break;
            case ArrayType array:
                _json.WriteStartArray();
                Value(type, array.Element);
                _json.WriteEndArray();
                break;
            case MapType map:
                _json.WriteStartObject();
                _json.WritePropertyName("key");
                Value(type, map.Value);
                _json.WriteEndObject();
                break;
            case { Kind: DeltaKind.Variant } or { Kind: DeltaKind.String } when type.As is not null:
                _json.WriteStartObject();
                _json.WriteString("key", "text");
                _json.WriteEndObject();
                break;
            default:
                _json.WriteRawValue(Scalar(type, delta));
                break;
        }
    }

    private static string Scalar(InferredType type, DeltaType delta) => delta.Kind switch
    {
        DeltaKind.Boolean => "true",
        DeltaKind.BigInt => "12",
        DeltaKind.Double => "1.5",
        DeltaKind.Decimal => delta is DecimalType { Precision: var digits, Scale: var scale }
            ? scale > 0 ? digits > scale ? "1.5" : "0.5" : digits > 1 ? "12" : "1"
            : throw new UnreachableException(),
        DeltaKind.Date => type.Formats is [CompactDate.Format] ? "\"20260301\"" : "\"2026-03-01\"",
        DeltaKind.TimestampNtz => "\"2026-03-01T12:00:00\"",
        DeltaKind.Timestamp => type.Formats is [var format, ..] ? Time(format) : Time(InferredType.Rfc3339),
        DeltaKind.String or DeltaKind.Variant => "\"text\"",
        _ => throw new UnreachableException(),
    };

    private static string Time(string format) => EpochUnit.Example(format)
        ?? (format == InferredType.Rfc3339 ? "\"2026-03-01T12:00:00Z\"" : throw new UnreachableException(format));
}
