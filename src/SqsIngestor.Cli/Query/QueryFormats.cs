using System.Text;
using System.Text.Json;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Query;

/// <summary>Writes the rows of a query as JSON or CSV.</summary>
internal static class QueryFormats
{
    /// <summary>A list of objects. If two columns have the same name, the second gets the suffix <c>_2</c>, and so on.</summary>
    public static string Json(QueryRows result)
    {
        var names = UniqueNames(result);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonLayout.IndentedWriter))
        {
            json.WriteStartArray();
            foreach (var row in result.Rows)
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

    /// <summary>RFC 4180 with a header line, but with LF at line ends. NULL is an empty field; empty text is "".</summary>
    public static string Csv(QueryRows result)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', result.Columns.Select(column => Field(column.Name))).Append('\n');
        foreach (var row in result.Rows)
        {
            text.AppendJoin(',', row.Select(value => value.ValueKind == JsonValueKind.Null ? "" : Field(value.GetString()!)))
                .Append('\n');
        }
        return text.ToString();
    }

    private static string Field(string value) =>
        value.Length == 0 || value.AsSpan().IndexOfAny(",\"\r\n") >= 0
            ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : value;

    private static List<string> UniqueNames(QueryRows result)
    {
        var names = new List<string>();
        foreach (var column in result.Columns)
        {
            var name = column.Name;
            for (var n = 2; names.Contains(name); n++) name = $"{column.Name}_{n}";
            names.Add(name);
        }

        return names;
    }
}
