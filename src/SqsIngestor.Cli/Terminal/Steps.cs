using Spectre.Console;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Shows on a terminal which part is being started.</summary>
internal static class Steps
{
    /// <summary>Runs a step. A terminal shows its title until it is done; a redirected output shows nothing.</summary>
    public static Task<T> StepAsync<T>(this IAnsiConsole console, string title, Func<Task<T>> step) =>
        console.Profile.Capabilities.Interactive
            ? console.Status().StartAsync(Markup.Escape(title) + " …", _ => step())
            : step();

    /// <summary>The Lambda program has not started yet.</summary>
    public const string SlowStart =
        "The Lambda program is still starting; on a busy machine that takes minutes. Press Ctrl-C to stop.";

    /// <summary>Says that the Lambda program has not started yet.</summary>
    public static void StartIsSlow(this IAnsiConsole console) => console.WriteUnwrapped(SlowStart, Styles.Dim);
}
