using Spectre.Console;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Creates the console that commands print to.</summary>
internal static class ConsoleFactory
{
    /// <summary>The width of an output that is not a terminal: nothing is cut or broken into lines.</summary>
    public const int Unlimited = int.MaxValue / 2;

    public static IAnsiConsole Create() => Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>The console of standard error, for what is not a result.</summary>
    public static IAnsiConsole CreateForErrors() => Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>A console without colors that writes to a file or a buffer.</summary>
    public static IAnsiConsole CreatePlain(TextWriter writer) => Create(writer, isRedirected: true, isPlain: true);

    /// <summary>A console that writes nothing.</summary>
    public static IAnsiConsole CreateSilent() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        // Without Ansi, colors would be set on the terminal of the process.
        Out = new AnsiConsoleOutput(TextWriter.Null),
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.No,
    });

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected, bool? isPlain = null)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (isPlain ?? Verbosity.IsPlain)
        {
            (settings.Ansi, settings.ColorSystem, settings.Interactive) =
                (AnsiSupport.No, ColorSystemSupport.NoColors, InteractionSupport.No);
        }

        var console = AnsiConsole.Create(settings);
        if (isRedirected) console.Profile.Width = Unlimited;
        return console;
    }
}
