using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>A form of a column: a way to write its value in the mapping file.</summary>
/// <param name="Word">The key that selects it.</param>
/// <param name="Companions">The other keys that belong to it, without the options.</param>
/// <param name="Fills">The kinds of column that it can fill.</param>
/// <param name="Meaning">What it does, in one line.</param>
/// <param name="Example">A column that uses it, as written in the mapping file.</param>
public sealed record ColumnForm(string Word, IReadOnlyList<string> Companions, string Fills, string Meaning, string Example)
{
    /// <summary>The options that it uses, in the order in which they act.</summary>
    public IReadOnlyList<ColumnOption> Options => [.. ColumnOptionCatalog.All.Where(o => o.Forms.Contains(Word))];
}

/// <summary>All forms of columns, for the reader of mapping files and for the reference page.</summary>
public static class ColumnFormCatalog
{
    /// <summary>In the order of the reference page. A path alone is short for <c>from</c>.</summary>
    public static IReadOnlyList<ColumnForm> All { get; } =
    [
        new("from", [], "anything",
            "Reads a path; of several paths, the first that has a value other than null. "
                + "An object fills a STRUCT by name, or a MAP; an array fills an ARRAY.",
            "total: { from: [$.body.total, $.body.sum] }"),
        new("const", [], "a single value", "Writes the same value into every row.", "source: { const: webshop }"),
        new("concat", [], "a single value",
            "Joins texts. Numbers and bools are written as in JSON; a missing or null part makes the whole missing or null. "
                + "The word null needs quotes.",
            "key: { concat: [$.body.region, \":\", $.body.id] }"),
        new("expr", [], "anything",
            "Evaluates an expression. Its result is a single value, or an array or object of the message.",
            "is_gift: { expr: \"has(body.gift) && body.gift == true\" }"),
        new("fields", ["from"], "a STRUCT",
            "Fills the fields of a STRUCT one by one. With `from`, the STRUCT is NULL when that path is missing or null, and "
                + "`on_error` applies when these fields read below it and it is not an object.",
            "customer: { from: $.body.customer, fields: { id: $.body.customer.id } }"),
        new("each", ["fields", "value"], "an ARRAY",
            "Fills an ARRAY from the elements of an array; each is bound to `$.item`, and its index to `$.item_index`.",
            "lines: { each: $.body.lines, fields: { sku: $.item.sku } }"),
        new("entries", ["key", "fields", "value"], "a MAP",
            "Fills a MAP from the members of an object; each is bound to `$.key` and `$.value`, and its index to "
                + "`$.value_index`.",
            "labels: { entries: $.body.labels, value: $.value }"),
        new("rescued", [], "a STRING or VARIANT",
            "Takes what no other column of the table reads, and the values that a policy rescues. With `scope: all`, it takes "
                + "every value of the body that is not in the row. `exclude` lists values that are in none of it.",
            "_rescued: { rescued: { scope: [body], exclude: [$.body.schema] } }"),
    ];

    /// <summary>The words that select a form.</summary>
    internal static string[] Words { get; } = [.. All.Select(f => f.Word)];
}
