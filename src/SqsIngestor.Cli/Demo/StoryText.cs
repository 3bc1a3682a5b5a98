using System.Globalization;
using System.Text;
using Spectre.Console;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Demo;

/// <summary>Writes the lines of the story, at most 80 columns wide, broken at spaces.</summary>
internal sealed class StoryText(IAnsiConsole console)
{
    private const int MaxWidth = 80;
    private const int NameWidth = 18;

    private int Width => Math.Min(console.Profile.Width, MaxWidth);

    /// <summary>A part that has started.</summary>
    public void Done(string what, string details)
    {
        var lines = Break(details, Width - NameWidth - 2);
        for (var i = 0; i < lines.Count; i++)
        {
            console.Write(new Text(i == 0 ? "✓ " : "  ", Styles.Good));
            console.Write(new Text((i == 0 ? what : "").PadRight(NameWidth), Styles.Bold));
            console.WriteUnwrapped(lines[i], Style.Plain);
        }
    }

    public void Line(string text, Style style)
    {
        foreach (var line in Break(text, Width)) console.WriteUnwrapped(line, style);
    }

    /// <summary>The response to an event, and what the function logged.</summary>
    public void Delivered(string name, Delivery delivery)
    {
        var result = delivery.Result;
        Line(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {Quantity.Count(delivery.Messages.Sent, "message")}, answered in {result.Duration.TotalMilliseconds:0} ms"),
            Style.Plain);
        if (result.Outcome == InvocationOutcome.Succeeded)
        {
            // A response with an id is wider than the terminal of the story.
            var response = Encoding.UTF8.GetString(result.Response.Span).Replace("[{", "[\n  {", StringComparison.Ordinal);
            foreach (var line in response.Split('\n')) console.WriteUnwrapped("  " + line, Style.Plain);
        }
        else
        {
            Line($"{result.Outcome} {result.ErrorType}: {result.ErrorMessage}", Styles.Bad);
        }

        foreach (var problem in delivery.Problems)
        {
            foreach (var line in Break(PlainText.Of(problem), Width - 2)) console.WriteUnwrapped("  " + line, Styles.Warning);
        }
    }

    /// <summary>Numbers below each other.</summary>
    public void Sum(params (string Name, long Number)[] terms)
    {
        var width = terms.Max(term => term.Name.Length);
        foreach (var (name, number) in terms)
        {
            console.WriteUnwrapped(
                string.Create(CultureInfo.InvariantCulture, $"  {name.PadRight(width)}  {number,3}"), Style.Plain);
        }
    }

    /// <summary>Breaks a text at spaces. A word that is wider than a line has a line of its own.</summary>
    private static List<string> Break(string text, int width)
    {
        List<string> lines = [];
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= width) lines[^1] += " " + word;
            else lines.Add(word);
        }

        return lines;
    }
}
