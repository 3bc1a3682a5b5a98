using Spectre.Console;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Terminal;

/// <summary>A query's result as a table on a terminal: the columns that fit, and the names of those that do not.</summary>
internal static class RowsTable
{
    private const int MaxCell = 36;
    private const int CellPadding = 3;

    public static void Write(IAnsiConsole console, QueryResult result)
    {
        var cells = Enumerable.Range(0, result.Rows.Count)
            .Select(row => Enumerable.Range(0, result.Columns.Count).Select(column => PlainText.Of(result.Display(row, column), MaxCell)).ToArray()).ToArray();
        var widths = result.Columns.Select((column, i) => cells.Select(row => row[i].Length).Append(column.Name.Length).Max()).ToArray();
        var shown = Fit(widths, console.Profile.Width);
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in shown) table.AddColumn(new TableColumn(new Text(result.Columns[column].Name, new Style(decoration: Decoration.Bold))) { NoWrap = true });
        foreach (var row in cells) table.AddRow(shown.Select(column => new Text(row[column], Style(row[column]))));
        console.Write(table);
        var hidden = Enumerable.Range(0, result.Columns.Count).Except(shown).Select(i => result.Columns[i].Name).ToList();
        if (hidden.Count > 0) console.Write(new Text($"Not shown, for want of room: {string.Join(", ", hidden)}.\n", new Style(decoration: Decoration.Dim)));
    }

    private static List<int> Fit(int[] widths, int room)
    {
        var shown = new List<int>();
        var used = 1;
        for (var i = 0; i < widths.Length; i++)
        {
            if (shown.Count > 0 && used + widths[i] + CellPadding > room) continue;
            used += widths[i] + CellPadding;
            shown.Add(i);
        }
        return shown;
    }

    private static Style Style(string cell) => cell == "NULL" ? new Style(decoration: Decoration.Dim) : Spectre.Console.Style.Plain;
}
