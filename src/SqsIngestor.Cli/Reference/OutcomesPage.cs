using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Cli.Reference;

/// <summary>
/// docs/reference/outcomes.md: what the function does with a value that a column does not expect. Every cell is the result of a
/// mapping that is compiled and run when the page is written.
/// </summary>
internal static class OutcomesPage
{
    /// <summary>What stands at the path, and its JSON; null for nothing.</summary>
    private static readonly (string Name, string? Json)[] Values =
    [
        ("nothing", null),
        ("null", "null"),
        ("a string", "\"a\""),
        ("a number", "1"),
        ("a bool", "true"),
        ("an array", "[1]"),
        ("an object", "{\"a\": 1}"),
    ];

    /// <summary>An option with its word, and when it acts.</summary>
    private static readonly (ColumnOption Option, string When, int Value)[] Policies =
    [
        (ColumnOptionCatalog.OnMissing, "nothing at the path", 0),
        (ColumnOptionCatalog.OnNull, "null", 1),
        (ColumnOptionCatalog.OnError, "another kind of value", -1),
    ];

    public static string Body() =>
        """
        What a row has when the message has another value than its column expects. Every cell is the result of a mapping that
        was run to write this page. The column is named `v`, and the value stands at `$.body.v`; `r` is the rescued column, with
        the scope `body`. A code such as `wrong_type` is the [record error](record-errors.md) with which the message fails.

        ## Values

        Each form with the default policies.


        """ + MarkdownTable.Write(
            ["column", "field", .. Values.Select(value => value.Name)],
            OutcomeForm.All.Select(form => (string[])
            [
                MarkdownTable.Code(form.Source), form.Type, .. Values.Select(v => form.Run("", v.Json)),
            ]))
        + "\n## Policies\n\nEach form with each word of each policy. Another kind of value is one that does not fit.\n\n"
        + MarkdownTable.Write(
            ["column", "field", "policy", "when", .. ColumnOptionCatalog.OnError.Words.Select(MarkdownTable.Code)], PolicyRows())
        + "\n## Default\n\n" + MarkdownTable.Write(
            ["column", "field", "nothing at the path", "null", "another kind of value"],
            OutcomeForm.All.Where(form => form.Takes(ColumnOptionCatalog.Default)).Select(form => (string[])
            [
                MarkdownTable.Code(form.Source + ", default: " + form.Default), form.Type,
                .. new[] { null, "null", form.Misfit }.Select(json => form.Run("default: " + form.Default, json)),
            ]))
        + "\n## Rescued columns\n\nA value that does not fit, with `on_error` and the scope of `r`.\n\n"
        + MarkdownTable.Write(
            ["column", "field", "value", "`to_null`, scope `body`", "`to_null`, scope `all`", "`rescue`, scope `all`"],
            OutcomeForm.All.Where(form => form.Takes(ColumnOptionCatalog.OnError)).Select(form => (string[])
            [
                MarkdownTable.Code(form.Source), form.Type, MarkdownTable.Code(form.Misfit),
                form.Run("on_error: to_null", form.Misfit), form.Run("on_error: to_null", form.Misfit, "all"),
                form.Run("on_error: rescue", form.Misfit, "all"),
            ]));

    private static IEnumerable<string[]> PolicyRows() =>
        from form in OutcomeForm.All
        from policy in Policies
        where form.Takes(policy.Option)
        select (string[])
        [
            MarkdownTable.Code(form.Source), form.Type, MarkdownTable.Code(policy.Option.Word), policy.When,
            .. policy.Option.Words.Select(word =>
                form.Run($"{policy.Option.Word}: {word}", policy.Value < 0 ? form.Misfit : Values[policy.Value].Json)),
        ];
}
