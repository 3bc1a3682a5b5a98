using System.Text;
using SqsIngestor.Cli.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/diagnostics.md.</summary>
internal static class DiagnosticsPage
{
    private static readonly (DiagnosticGroup Group, string Title)[] Groups =
    [
        (DiagnosticGroup.File, "The file"),
        (DiagnosticGroup.Form, "Its form"),
        (DiagnosticGroup.Descriptor, "The descriptor"),
        (DiagnosticGroup.PathsAndExpressions, "Paths and expressions"),
        (DiagnosticGroup.ColumnsAndTables, "Columns and tables"),
        (DiagnosticGroup.Values, "Enums, times, decimals and options"),
        (DiagnosticGroup.Transforms, "Transforms"),
        (DiagnosticGroup.Payload, "The payload"),
        (DiagnosticGroup.Tests, "Tests in the file"),
        (DiagnosticGroup.CatalogTable, "The table in the catalog"),
    ];

    public static string Body()
    {
        var text = new StringBuilder(
            "A diagnostic is printed as `path:line:column: severity CODE: message`, "
            + "followed by the line of the file, a caret, and a hint if there\n"
            + "is one. The compiler reports all problems of a file, not only the first. "
            + "A code keeps its meaning. An error refuses the mapping; a\n"
            + "warning does not.\n\n");
        foreach (var (group, title) in Groups)
        {
            text.Append($"## {title}\n\n").Append(MarkdownTable.Write(
                ["code", "severity", "problem", "what to do"],
                DiagnosticCodes.All.Where(c => c.Group == group)
                    .Select(c => (string[])[c.Id, DiagnosticsJson.Severity(c.Severity), c.Meaning, c.Action]))).Append('\n');
        }

        return text.ToString();
    }
}
