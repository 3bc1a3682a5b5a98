using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>The values of the current row that did not fit their columns, as JSON text, by place.</summary>
internal sealed class RescuedValues
{
    private readonly List<(string Pointer, string Json)> _values = [];

    public IReadOnlyList<(string Pointer, string Json)> Values => _values;

    public void Clear() => _values.Clear();

    /// <summary>Keeps a value. Such values are rare, so this may allocate.</summary>
    public void Add(string pointer, in SourceValue value)
    {
        var json = value.Kind switch
        {
            ValueKind.String when value.Tape is not null => string.Concat("\"", Text(value), "\""),
            ValueKind.String => string.Concat("\"", JsonEncodedText.Encode(Text(value)).Value, "\""),
            ValueKind.Bytes => string.Concat("\"", Convert.ToBase64String(value.Text), "\""),
            ValueKind.Number or ValueKind.Object or ValueKind.Array => Text(value),
            ValueKind.True => "true",
            ValueKind.False => "false",
            ValueKind.Integer or ValueKind.Instant => value.Integer.ToString(CultureInfo.InvariantCulture),
            ValueKind.Null or ValueKind.Missing or ValueKind.Error => "null",
            _ => throw new UnreachableException(),
        };
        _values.Add((pointer, json));
    }

    private static string Text(in SourceValue value) => Encoding.UTF8.GetString(value.Text);
}
