using Spectre.Console;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Colours of what commands print; none of them where the output is no terminal.</summary>
internal static class Styles
{
    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Doubtful { get; } = new(Color.Yellow);

    public static Style Dim { get; } = new(decoration: Decoration.Dim);

    public static Style Bold { get; } = new(decoration: Decoration.Bold);
}
