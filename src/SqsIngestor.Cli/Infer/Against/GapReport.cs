using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>Says what a table lacks.</summary>
internal static class GapReport
{
    public static void Write(IAnsiConsole console, TableName name, long samples, IReadOnlyList<TableGap> gaps)
    {
        foreach (var gap in gaps)
        {
            console.WriteUnwrapped(
                PlainText.Of(gap.Text),
                gap.Kind switch
                {
                    GapKind.Rescued => Style.Plain,
                    GapKind.Missing or GapKind.Unread or GapKind.Note => Styles.Warning,
                    GapKind.Type or GapKind.NoValue or GapKind.Refused => Styles.Bad,
                    _ => throw new UnreachableException(),
                });
        }

        foreach (var gap in gaps)
        {
            if (gap.Statement is { } statement) console.WriteUnwrapped(statement, Style.Plain);
        }

        var lacks = Lacks(gaps).ToList();
        // A note is not a lack, but it names what no column has.
        var what = gaps.Count == 0 ? "everything" : "everything else";
        var bodies = $"the {(samples == 1 ? "body" : "bodies")} of {Quantity.Count(samples, "sample")}";
        console.WriteUnwrapped(
            lacks.Count == 0
                ? $"{name} has a column for {what} in {bodies}."
                : $"{name} {string.Join(", ", lacks)}, for {Quantity.Count(samples, "sample")}.",
            lacks.Count == 0 ? Styles.Good : Styles.Bad);
    }

    private static IEnumerable<string> Lacks(IReadOnlyList<TableGap> gaps)
    {
        var missing = gaps.Count(gap => gap.Kind is GapKind.Missing or GapKind.Unread);
        if (missing > 0) yield return $"lacks {Quantity.Count(missing, "column")}";
        var types = gaps.Count(gap => gap.Kind == GapKind.Type);
        if (types > 0) yield return $"has another type in {Quantity.Count(types, "column")}";
        var required = gaps.Count(gap => gap.Kind == GapKind.NoValue);
        if (required > 0) yield return $"needs values in {Quantity.Count(required, "column")}";
        var refused = gaps.Count(gap => gap.Kind == GapKind.Refused);
        if (refused > 0) yield return $"refuses samples for {Quantity.Count(refused, "reason")}";
    }

    public static JsonArray ToJson(IReadOnlyList<TableGap> gaps) =>
    [
        .. gaps.Select(gap => new JsonObject
        {
            ["kind"] = gap.Kind.ToString().ToLowerInvariant(),
            ["column"] = gap.Path,
            ["samples"] = gap.Wanted,
            ["table"] = gap.Has,
            ["option"] = gap.Option,
            ["statement"] = gap.Statement,
        }),
    ];
}
