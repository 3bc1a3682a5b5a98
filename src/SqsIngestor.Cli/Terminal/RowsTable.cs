using Spectre.Console;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Cli.Terminal;

/// <summary>
/// Prints the result of a query as a table. A terminal gets the columns that fit, and the names of the others; a pipe or a file
/// gets everything.
/// </summary>
internal static class RowsTable
{
    private const int MaxCell = 100;
    private const int MinCell = 13;
    private const int MaxKey = 40;
    private const int CellPadding = 3;

    public static void Write(IAnsiConsole console, QueryResult result)
    {
        var widths = Fit(result, console.Profile.Out.IsTerminal ? console.Profile.Width : null);
        var table = new Table { Border = TableBorder.Rounded };
        for (var column = 0; column < widths.Length; column++)
        {
            table.AddColumn(
                new TableColumn(new Text(PlainText.Shorten(result.Columns[column].Name, widths[column]), Styles.Bold))
                {
                    NoWrap = true,
                });
        }

        for (var row = 0; row < result.Rows.Count; row++)
        {
            table.AddRow(widths.Select((width, column) => Cell(result, row, column, width)));
        }

        console.Write(table);
        var hidden = result.Columns.Skip(widths.Length).Select(column => column.Name).ToList();
        if (hidden.Count > 0) console.WriteUnwrapped($"Columns that do not fit: {string.Join(", ", hidden)}.", Styles.Dim);
    }

    /// <summary>
    /// The widths of the columns that fit. Cells get narrower until all columns fit, except those of the column that tells the
    /// rows apart; at the narrowest, the last columns are left out.
    /// </summary>
    /// <param name="result">The rows.</param>
    /// <param name="room">The width of the terminal; null for no limit.</param>
    internal static int[] Fit(QueryResult result, int? room)
    {
        var natural = Enumerable.Range(0, result.Columns.Count)
            .Select(column => Texts(result, column).Append(result.Columns[column].Name).Max(text => text.Length)).ToArray();
        if (room is null) return natural;
        var key = Array.FindIndex([.. Enumerable.Range(0, natural.Length)],
            column => natural[column] <= MaxKey && Texts(result, column).Distinct().Count() == result.Rows.Count);
        var cell = MaxCell;
        while (cell > MinCell && Width(Narrow(cell)) > room) cell--;
        var widths = Narrow(cell);
        while (widths.Length > 1 && Width(widths) > room) widths = widths[..^1];
        return widths;

        int[] Narrow(int most) => [.. natural.Select((width, column) => column == key ? width : Math.Min(width, most))];
    }

    private static IEnumerable<string> Texts(QueryResult result, int column) =>
        Enumerable.Range(0, result.Rows.Count).Select(row => PlainText.Of(result.Display(row, column)));

    private static int Width(int[] widths) => 1 + widths.Sum(width => width + CellPadding);

    private static Text Cell(QueryResult result, int row, int column, int cell)
    {
        var text = PlainText.Shorten(PlainText.Of(result.Display(row, column)), cell);
        return new Text(text, Style(text));
    }

    private static Style Style(string cell) => cell == "NULL" ? Styles.Dim : Spectre.Console.Style.Plain;
}
