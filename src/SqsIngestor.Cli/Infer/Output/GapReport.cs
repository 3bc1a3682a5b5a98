using System.Text.Json.Nodes;
using Spectre.Console;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>Says what a table lacks.</summary>
internal static class GapReport
{
    public static void Write(IAnsiConsole console, TableName name, long samples, IReadOnlyList<TableGap> gaps)
    {
        foreach (var gap in gaps)
        {
            console.WriteUnwrapped(
                gap.Has is null
                    ? $"{gap.Path}: the samples have {gap.Wanted}, and the table has no such column"
                    : $"{gap.Path}: the samples need {gap.Wanted}, and the table has {gap.Has}. Add a column with another name, "
                        + "or change the producer.",
                gap.Has is null ? Styles.Warning : Styles.Bad);
        }

        foreach (var gap in gaps)
        {
            if (gap.Statement is { } statement) console.WriteUnwrapped(statement, Style.Plain);
        }

        console.WriteUnwrapped(
            gaps.Count == 0
                ? $"{name} has a column for everything in {Quantity.Count(samples, "sample")}."
                : $"{name} lacks {Quantity.Count(gaps.Count, "column")} for {Quantity.Count(samples, "sample")}.",
            gaps.Count == 0 ? Styles.Good : Styles.Bad);
    }

    public static JsonArray ToJson(IReadOnlyList<TableGap> gaps) =>
    [
        .. gaps.Select(gap => new JsonObject
        {
            ["column"] = gap.Path,
            ["samples"] = gap.Wanted,
            ["table"] = gap.Has,
            ["statement"] = gap.Statement,
        }),
    ];
}
