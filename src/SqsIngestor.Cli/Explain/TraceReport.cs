using System.Globalization;
using Spectre.Console;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Cli.Explain;

/// <summary>Prints the source of each column's value.</summary>
internal sealed class TraceReport(IAnsiConsole console)
{
    private const int MaxText = 160;
    private const int MaxBytes = 40;

    public void Write(MessageTrace trace, string? onlyTable)
    {
        Line(0, $"message {trace.Message.Index} ({trace.Message.MessageId})", Styles.Bold);
        foreach (var table in trace.Columns.GroupBy(c => c.Table.Name).Where(g => onlyTable is null || g.Key == onlyTable))
        {
            var (first, row) = (table.First().Column.Name, 0);
            foreach (var (_, column) in table)
            {
                // Each row starts with the same column.
                if (column.Name == first) Line(0, $"{table.Key}, row {++row}", Styles.Bold);
                Write(column, 1);
            }
        }
        foreach (var line in EventMessages.Describe(trace.Message)) Line(0, line, Styles.Bad);
        foreach (var hint in trace.Message.Hints) Line(0, $"warning: {hint}", Styles.Warning);
        console.WriteLine();
    }

    private void Write(ColumnTrace column, int depth)
    {
        Line(depth, $"{column.Name}: {(column.Type.Length == 0 ? "key" : column.Type)}", Style.Plain);
        if (column.Source.Length > 0)
        {
            Part(depth, "source", column.Place.Length == 0 ? column.Source : $"{column.Source}, at {column.Place}", Styles.Dim);
        }
        if (column.Raw is { } raw) Part(depth, "raw", PlainText.Shorten(raw, MaxText), Style.Plain);
        if (column.Policy is { } policy) Part(depth, "policy", policy, Styles.Warning);
        if (column.Value is { } value) Part(depth, "value", PlainText.Shorten(value, MaxText), Styles.Good);
        else if (column.Bytes.IsEmpty && column.Inner.Count == 0) Part(depth, "value", "NULL", Styles.Dim);
        if (column.Hint is { } hint) Part(depth, "hint", hint, Styles.Warning);
        if (column.Warning is { } warning) Part(depth, "warning", warning, Styles.Warning);
        if (!column.Bytes.IsEmpty) Part(depth, "bytes", Hex(column.Bytes.Span), Styles.Dim);
        foreach (var inner in column.Inner) Write(inner, depth + 1);
    }

    private void Part(int depth, string name, string text, Style style) =>
        Line(depth + 1, $"{name,-6} {text}", style);

    private void Line(int depth, string text, Style style) =>
        console.WriteUnwrapped(new string(' ', depth * 2) + PlainText.Of(text), style);

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        var shown =
            bytes[..Math.Min(bytes.Length, MaxBytes)].ToArray().Select(b => b.ToString("x2", CultureInfo.InvariantCulture));
        return string.Join(' ', shown) + (bytes.Length > MaxBytes ? $" … ({bytes.Length} bytes)" : "");
    }
}
