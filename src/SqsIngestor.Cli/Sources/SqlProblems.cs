using System.Globalization;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Sources;

/// <summary>Writes the problems of SQL text, each with its line and a caret below its place.</summary>
internal static class SqlProblems
{
    private const int MostShown = 50;
    private const int WidestLine = 200;

    /// <param name="file">The file as the command line names it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">The problems in the order of the text.</param>
    public static string Write(string file, string text, IReadOnlyList<SqlProblem> problems)
    {
        var lines = text.Split('\n');
        var parts = problems.Take(MostShown).Select(problem => Write(file, lines[problem.Line - 1], problem)).ToList();
        if (problems.Count > MostShown)
        {
            parts.Add($"{file}: {Quantity.Count(problems.Count - MostShown, "more problem")}. Correct the first ones.");
        }

        return string.Join('\n', parts);
    }

    private static string Write(string file, string line, SqlProblem problem)
    {
        // A tab becomes one space, so that the caret stays below its character.
        var plain = PlainText.Of(line.TrimEnd('\r').Replace('\t', ' '));
        var (shown, column) = Cut(plain, problem.Column - 1);
        var number = problem.Line.ToString(CultureInfo.InvariantCulture).PadLeft(4);
        var carets = new string('^', Math.Clamp(problem.Length, 1, Math.Max(1, shown.Length - column)));
        return $"{file}:{problem.Line}:{problem.Column}: error {problem}\n"
            + $"{number} | {shown}\n     | {new string(' ', column)}{carets}";
    }

    /// <summary>The part of a long line around a place.</summary>
    private static (string Text, int Column) Cut(string line, int column)
    {
        column = Math.Clamp(column, 0, line.Length);
        if (line.Length <= WidestLine) return (line, column);
        var start = Math.Clamp(column - (WidestLine / 2), 0, line.Length - WidestLine);
        return (line.Substring(start, WidestLine), column - start);
    }
}
