using Spectre.Console;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Terminal;

/// <summary>Prints the result of a query as a table: the columns that fit, and the names of the others.</summary>
internal static class RowsTable
{
    private const int MaxCell = 100;
    private const int MinCell = 13;
    private const int CellPadding = 3;

    public static void Write(IAnsiConsole console, QueryResult result)
    {
        var (cell, shown) = Fit(result, console.Profile.Width);
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in shown)
        {
            table.AddColumn(
                new TableColumn(new Text(PlainText.Shorten(result.Columns[column].Name, cell), Styles.Bold)) { NoWrap = true });
        }

        for (var row = 0; row < result.Rows.Count; row++) table.AddRow(shown.Select(column => Cell(result, row, column, cell)));
        console.Write(table);
        var hidden = Enumerable.Range(0, result.Columns.Count).Except(shown).Select(i => result.Columns[i].Name).ToList();
        if (hidden.Count > 0) console.WriteUnwrapped($"Columns that do not fit: {string.Join(", ", hidden)}.", Styles.Dim);
    }

    /// <summary>Makes cells narrower until all columns fit; at the narrowest, drops the last columns.</summary>
    private static (int Cell, List<int> Columns) Fit(QueryResult result, int room)
    {
        var natural = Enumerable.Range(0, result.Columns.Count).Select(column => Enumerable.Range(0, result.Rows.Count)
            .Select(row => PlainText.Of(result.Display(row, column)).Length).Append(result.Columns[column].Name.Length)
                .Max()).ToArray();
        var cell = MaxCell;
        while (cell > MinCell && Width(natural, cell) > room) cell--;
        var count = natural.Length;
        while (count > 1 && Width(natural[..count], cell) > room) count--;
        return (cell, [.. Enumerable.Range(0, count)]);
    }

    private static int Width(int[] natural, int cell) => 1 + natural.Sum(width => Math.Min(width, cell) + CellPadding);

    private static Text Cell(QueryResult result, int row, int column, int cell)
    {
        var text = PlainText.Shorten(PlainText.Of(result.Display(row, column)), cell);
        return new Text(text, Style(text));
    }

    private static Style Style(string cell) => cell == "NULL" ? Styles.Dim : Spectre.Console.Style.Plain;
}
