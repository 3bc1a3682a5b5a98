using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SqsIngestor.Cli.Serve.Control;

namespace SqsIngestor.Cli.Query;

/// <summary>Rows for other programs.</summary>
internal static class QueryFormats
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A list of objects. Columns of the same name keep all but the first under a numbered one.</summary>
    public static string Json(QueryAnswer answer)
    {
        var names = UniqueNames(answer);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartArray();
            foreach (var row in answer.Rows)
            {
                json.WriteStartObject();
                for (var i = 0; i < names.Count; i++)
                {
                    json.WritePropertyName(names[i]);
                    row[i].WriteTo(json);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>RFC 4180 with a line of names; NULL is empty, and empty text is "".</summary>
    public static string Csv(QueryAnswer answer)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', answer.Columns.Select(column => Field(column.Name))).Append("\r\n");
        foreach (var row in answer.Rows) text.AppendJoin(',', row.Select(value => value.ValueKind == JsonValueKind.Null ? "" : Field(value.GetString()!))).Append("\r\n");
        return text.ToString();
    }

    private static string Field(string value) =>
        value.Length == 0 || value.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static List<string> UniqueNames(QueryAnswer answer)
    {
        var names = new List<string>();
        foreach (var column in answer.Columns)
        {
            var name = column.Name;
            for (var n = 2; names.Contains(name); n++) name = $"{column.Name}_{n}";
            names.Add(name);
        }

        return names;
    }
}
