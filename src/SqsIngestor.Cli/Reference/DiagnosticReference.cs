using System.Text;
using SqsIngestor.Cli.Diagnostics;

namespace SqsIngestor.Cli.Reference;

/// <summary>The page of all diagnostic codes.</summary>
internal static class DiagnosticReference
{
    private static readonly (char Hundred, string Title)[] Groups =
    [
        ('0', "The file"), ('1', "Its form"), ('2', "The descriptor"), ('3', "Paths and expressions"), ('4', "Columns and tables"),
        ('5', "Values"), ('6', "Tests in the file"), ('7', "The payload"), ('8', "The table in the catalog"), ('9', "Other"),
    ];

    public static string Write()
    {
        var text = new StringBuilder(
            """
            # Diagnostics

            `path:line:column: severity CODE: message`, the line of the file, a caret, and where there is one a hint. All problems of a
            file are reported, not the first. A code keeps its meaning for good. An error refuses the mapping; a warning does not.

            This page is made by `sqs-ingestor reference diagnostics`.

            """).Append('\n');
        foreach (var (hundred, title) in Groups)
        {
            var codes = KnownCodes.All.Where(c => c.Id[3] == hundred).ToList();
            if (codes.Count == 0) continue;
            text.Append($"## {title}\n\n| code | severity | problem | what usually helps |\n|---|---|---|---|\n");
            foreach (var code in codes) text.Append($"| {code.Id} | {DiagnosticsJson.Severity(code.Severity)} | {Cell(code.Title)} | {Cell(code.Advice)} |\n");
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
