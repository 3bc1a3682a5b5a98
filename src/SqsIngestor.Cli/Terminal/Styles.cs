using Spectre.Console;

namespace SqsIngestor.Cli.Terminal;

/// <summary>The styles of the output. A console that is not a terminal ignores them.</summary>
internal static class Styles
{
    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Warning { get; } = new(Color.Yellow);

    public static Style Dim { get; } = new(decoration: Decoration.Dim);

    public static Style Bold { get; } = new(decoration: Decoration.Bold);
}
