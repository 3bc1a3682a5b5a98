using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary>Makes types of a schema's JSON. Names are kept with their namespaces.</summary>
/// <param name="memory">What the message may take that the schema comes from. Its tokens are counted already.</param>
internal sealed class AvroSchemaReader(WorkMemory memory)
{
    // A full name is text, and its namespace once more.
    private const int TimesName = 4;

    private static readonly Dictionary<string, AvroKind> Primitives = new(StringComparer.Ordinal)
    {
        ["null"] = AvroKind.Null,
        ["boolean"] = AvroKind.Boolean,
        ["int"] = AvroKind.Int,
        ["long"] = AvroKind.Long,
        ["float"] = AvroKind.Float,
        ["double"] = AvroKind.Double,
        ["bytes"] = AvroKind.Bytes,
        ["string"] = AvroKind.String,
    };

    private const int MostScale = 1000;

    // Full names do not begin with a space.
    private static readonly string[] Unnamed = [.. Enum.GetNames<AvroKind>().Select(static name => $" {name}")];

    private readonly Dictionary<string, AvroType> _named = new(StringComparer.Ordinal);
    private readonly PayloadBuffer _json = new();

    /// <exception cref="AvroSchemaException">The schema is wrong.</exception>
    public AvroType Read(JsonElement schema, string space) => schema.ValueKind switch
    {
        JsonValueKind.String => Find(schema.GetString()!, space),
        JsonValueKind.Array => ReadUnion(schema, space),
        JsonValueKind.Object => ReadObject(schema, space),
        _ => throw new AvroSchemaException("a type that is not a name, an object or a list"),
    };

    private AvroType Find(string name, string space)
    {
        if (Primitives.TryGetValue(name, out var kind)) return new(kind);
        return _named.GetValueOrDefault(FullName(name, space)) ?? _named.GetValueOrDefault(name)
            ?? throw new AvroSchemaException("the name of a type that it does not define");
    }

    private AvroType ReadUnion(JsonElement schema, string space)
    {
        var types = schema.EnumerateArray().Select(item => Read(item, space)).ToArray();
        if (types.Length == 0) throw new AvroSchemaException("a union without types");
        if (Array.Exists(types, static type => type.Kind == AvroKind.Union))
        {
            throw new AvroSchemaException("a union inside a union");
        }
        var known = new HashSet<string>(StringComparer.Ordinal);
        if (!Array.TrueForAll(types, type => known.Add(type.Name ?? Unnamed[(int)type.Kind])))
        {
            throw new AvroSchemaException("a union with one type twice");
        }
        return new(AvroKind.Union) { Items = types };
    }

    private AvroType ReadObject(JsonElement schema, string space)
    {
        if (!schema.TryGetProperty("type", out var kind)) throw new AvroSchemaException("a type without 'type'");
        if (kind.ValueKind != JsonValueKind.String)
        {
            var inner = Read(kind, space);
            return inner.Name is null ? WithLogical(inner, schema) : inner;
        }
        return kind.GetString() switch
        {
            "record" or "error" => ReadRecord(schema, space),
            "enum" => ReadEnum(schema, space),
            "fixed" => WithLogical(ReadFixed(schema, space), schema),
            "array" => new(AvroKind.Array) { Items = [Read(Property(schema, "items"), space)] },
            "map" => new(AvroKind.Map) { Items = [Read(Property(schema, "values"), space)] },
            // A logical type belongs to the definition of a named type, not to a use of it.
            var name => Primitives.ContainsKey(name!) ? WithLogical(Find(name!, space), schema) : Find(name!, space),
        };
    }

    private AvroType ReadRecord(JsonElement schema, string space)
    {
        var record = new AvroType(AvroKind.Record) { Name = NameOf(schema, space) };
        Define(record);
        var fields = Property(schema, "fields");
        if (fields.ValueKind != JsonValueKind.Array) throw new AvroSchemaException("a record whose 'fields' is not a list");
        var inner = record.Name!.LastIndexOf('.') is >= 0 and var dot ? record.Name[..dot] : "";
        var (read, names) = (new List<AvroField>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var field in fields.EnumerateArray())
        {
            var name = Text(field, "name");
            if (!names.Add(name)) throw new AvroSchemaException("a record with two fields of one name");
            byte[] before = [(byte)(read.Count == 0 ? '{' : ','), .. Json(name), (byte)':'];
            read.Add(new(name, before, Read(Property(field, "type"), inner)));
        }
        record.Fields = [.. read];
        return record;
    }

    private AvroType ReadEnum(JsonElement schema, string space)
    {
        var symbols = Property(schema, "symbols");
        if (symbols.ValueKind != JsonValueKind.Array
            || symbols.EnumerateArray().Any(static symbol => symbol.ValueKind != JsonValueKind.String))
        {
            throw new AvroSchemaException("an enum whose 'symbols' is not a list of names");
        }
        var read = symbols.EnumerateArray().Select(symbol => symbol.GetString()!).ToArray();
        if (new HashSet<string>(read, StringComparer.Ordinal).Count < read.Length)
        {
            throw new AvroSchemaException("an enum with a symbol twice");
        }
        return Define(new(AvroKind.Enum)
        {
            Name = NameOf(schema, space),
            Symbols = Array.ConvertAll(read, symbol => (symbol, Json(symbol))),
        });
    }

    private AvroType ReadFixed(JsonElement schema, string space)
    {
        var size = Property(schema, "size");
        if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out var length) || length < 0)
        {
            throw new AvroSchemaException("a fixed whose 'size' is not a number of bytes");
        }
        return Define(new(AvroKind.Fixed) { Name = NameOf(schema, space), Length = length });
    }

    /// <summary>A logical type that does not fit its type is ignored, as the specification says.</summary>
    private static AvroType WithLogical(AvroType type, JsonElement schema)
    {
        if (!schema.TryGetProperty("logicalType", out var logical) || logical.ValueKind != JsonValueKind.String) return type;
        var known = (logical.GetString(), type.Kind) switch
        {
            ("decimal", AvroKind.Bytes or AvroKind.Fixed) => AvroLogical.Decimal,
            ("uuid", AvroKind.Fixed) when type.Length == 16 => AvroLogical.Uuid,
            ("date", AvroKind.Int) => AvroLogical.Date,
            ("time-millis", AvroKind.Int) => AvroLogical.TimeMillis,
            ("time-micros", AvroKind.Long) => AvroLogical.TimeMicros,
            ("timestamp-millis", AvroKind.Long) => AvroLogical.TimestampMillis,
            ("timestamp-micros", AvroKind.Long) => AvroLogical.TimestampMicros,
            ("timestamp-nanos", AvroKind.Long) => AvroLogical.TimestampNanos,
            ("local-timestamp-millis", AvroKind.Long) => AvroLogical.LocalTimestampMillis,
            ("local-timestamp-micros", AvroKind.Long) => AvroLogical.LocalTimestampMicros,
            ("local-timestamp-nanos", AvroKind.Long) => AvroLogical.LocalTimestampNanos,
            _ => AvroLogical.None,
        };
        if (known == AvroLogical.None) return type;
        if (known == AvroLogical.Decimal)
        {
            if (!TryReadScale(type, schema, out var scale)) return type;
            type.Scale = scale;
        }
        type.Logical = known;
        return type;
    }

    /// <summary>Reads the scale of a decimal; false if it does not fit the precision, or the precision the type.</summary>
    private static bool TryReadScale(AvroType type, JsonElement schema, out int scale)
    {
        scale = 0;
        if (!TryReadNumber(schema, "precision", out var precision) || precision < 1) return false;
        if (type.Kind == AvroKind.Fixed && precision > Math.Floor(Math.Log10(2) * ((8.0 * type.Length) - 1))) return false;
        if (schema.TryGetProperty("scale", out _) && !TryReadNumber(schema, "scale", out scale)) return false;
        if (scale < 0 || scale > precision) return false;
        return scale <= MostScale ? true : throw new AvroSchemaException("a decimal whose 'scale' is more than 1000 digits");
    }

    private static bool TryReadNumber(JsonElement schema, string name, out int number)
    {
        number = 0;
        return schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out number);
    }

    private AvroType Define(AvroType type) =>
        _named.TryAdd(type.Name!, type) ? type : throw new AvroSchemaException("two types of one name");

    private string NameOf(JsonElement schema, string space)
    {
        var name = Text(schema, "name");
        if (name.Contains('.', StringComparison.Ordinal)) return name;
        if (schema.TryGetProperty("namespace", out var own) && own.ValueKind == JsonValueKind.String) space = own.GetString()!;
        return FullName(name, space);
    }

    private string FullName(string name, string space)
    {
        if (space.Length == 0 || name.Contains('.', StringComparison.Ordinal)) return name;
        // A long namespace is in the name of each type below it.
        memory.Take(TimesName * ((long)space.Length + name.Length));
        return $"{space}.{name}";
    }

    private static string Text(JsonElement schema, string name)
    {
        var value = Property(schema, name);
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new AvroSchemaException($"a type or a field whose '{name}' is not a name");
    }

    private static JsonElement Property(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value)
            ? value
            : throw new AvroSchemaException($"a type or a field without '{name}'");

    private byte[] Json(string text)
    {
        _json.Length = 0;
        JsonStringWriter.Write(Encoding.UTF8.GetBytes(text), _json);
        return _json.Written.ToArray();
    }
}
