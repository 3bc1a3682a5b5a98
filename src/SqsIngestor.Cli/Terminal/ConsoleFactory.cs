using Spectre.Console;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Creates the console that commands print to.</summary>
internal static class ConsoleFactory
{
    // Wide enough for a table in a log. A terminal reports its own width.
    private const int RedirectedWidth = 140;

    public static IAnsiConsole Create()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected) console.Profile.Width = RedirectedWidth;
        return console;
    }
}
