using System.Text;
using SqsIngestor.Cli.Diagnostics;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/diagnostics.md.</summary>
internal static class DiagnosticsPage
{
    private static readonly (char Hundred, string Title)[] Groups =
    [
        ('0', "The file"), ('1', "Its form"), ('2', "The descriptor"), ('3', "Paths and expressions"),
        ('4', "Columns and tables"), ('5', "Values"), ('6', "Tests in the file"), ('7', "The payload"),
        ('8', "The table in the catalog"), ('9', "Other"),
    ];

    public static string Body()
    {
        var text = new StringBuilder(
            "A diagnostic is printed as `path:line:column: severity CODE: message`, "
            + "followed by the line of the file, a caret, and a hint if there\n"
            + "is one. The compiler reports all problems of a file, not only the first. "
            + "A code keeps its meaning. An error refuses the mapping; a\n"
            + "warning does not.\n\n");
        foreach (var (hundred, title) in Groups)
        {
            var codes = KnownCodes.All.Where(c => c.Id[3] == hundred).ToList();
            if (codes.Count == 0) continue;
            text.Append($"## {title}\n\n").Append(MarkdownTable.Write(
                ["code", "severity", "problem", "what to do"],
                codes.Select(c => (string[])[c.Id, DiagnosticsJson.Severity(c.Severity), c.Meaning, c.Action]))).Append('\n');
        }

        return text.ToString();
    }
}
