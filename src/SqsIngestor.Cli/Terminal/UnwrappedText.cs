using Spectre.Console;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Writes lines without breaking them: people copy a response as a whole, and a terminal wraps by itself.</summary>
internal static class UnwrappedText
{
    public static void WriteUnwrapped(this IAnsiConsole console, string text, Style style)
    {
        var width = console.Profile.Width;
        console.Profile.Width = int.MaxValue / 2;
        console.Write(new Text(text, style));
        console.Profile.Width = width;
        console.WriteLine();
    }
}
