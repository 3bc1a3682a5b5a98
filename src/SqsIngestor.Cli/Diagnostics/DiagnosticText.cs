using Spectre.Console;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Diagnostics;

/// <summary>Prints diagnostics for people, in color on a terminal.</summary>
internal static class DiagnosticText
{
    public static void Write(IAnsiConsole console, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            var color = diagnostic.Severity == DiagnosticSeverity.Error ? Styles.Bad : Styles.Warning;
            var lines = DiagnosticWriter.Write([diagnostic]).TrimEnd('\n').Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                // A tab becomes one space, so that the caret stays below its character.
                var line = PlainText.Of(lines[i].Replace('\t', ' '));
                console.WriteUnwrapped(line, i is 0 or 2 ? color : Style.Plain);
            }
        }
    }
}
