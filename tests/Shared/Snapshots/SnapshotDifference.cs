using System.Text;

namespace SqsIngestor.Tests.Shared.Snapshots;

/// <summary>The first place where two snapshots differ, for the message of a failed test.</summary>
internal static class SnapshotDifference
{
    private const int MostLines = 10;

    /// <summary>Up to ten lines of each, from the first line that differs; equal lines at the end are left out.</summary>
    public static string Describe(string expected, string received)
    {
        var (before, after) = (Lines(expected), Lines(received));
        var first = before.Zip(after).TakeWhile(static pair => pair.First == pair.Second).Count();
        var same = before[first..].AsEnumerable().Reverse().Zip(after[first..].AsEnumerable().Reverse())
            .TakeWhile(static pair => pair.First == pair.Second).Count();
        var text = new StringBuilder($"From line {first + 1} on, expected (-) and received (+):\n");
        Append(text, '-', before[first..^same]);
        Append(text, '+', after[first..^same]);
        return text.ToString();
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static void Append(StringBuilder text, char sign, string[] lines)
    {
        foreach (var line in lines.Take(MostLines)) text.Append(sign).Append(' ').Append(line).Append('\n');
        if (lines.Length > MostLines) text.Append($"{sign} … and {lines.Length - MostLines} more lines\n");
    }
}
