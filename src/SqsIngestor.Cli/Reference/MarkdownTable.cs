using System.Text;

namespace SqsIngestor.Cli.Reference;

/// <summary>Writes a table in Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>The table, with a newline at its end.</summary>
    /// <param name="headers">The headers of the columns.</param>
    /// <param name="rows">The rows, with a cell for each column, in Markdown.</param>
    public static string Write(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        text.Append("| ")
            .AppendJoin(" | ", headers)
            .Append(" |\n|")
            .Append(string.Concat(headers.Select(_ => "---|")))
            .Append('\n');
        foreach (var row in rows) text.Append("| ").AppendJoin(" | ", row.Select(Cell)).Append(" |\n");
        return text.ToString();
    }

    /// <summary>Text as code.</summary>
    public static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";

    /// <summary>Plain text, in which a placeholder such as &lt;region&gt; is not a tag.</summary>
    public static string Text(string text) => text.Replace("<", "\\<", StringComparison.Ordinal);

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
