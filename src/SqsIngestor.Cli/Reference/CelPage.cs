using SqsIngestor.Mapping.Cel;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/cel.md.</summary>
internal static class CelPage
{
    public static string Body() =>
        """
        `expr` and `when` take expressions in the Common Expression Language (CEL). This page lists what the function supports.

        ## Operators


        """ + Table("operator", CelReference.Operators)
        + string.Concat(CelReference.Functions.Select(Section))
        + "\n## Types\n\nAn expression can use these type names: "
        + string.Join(", ", CelReference.Types.Select(MarkdownTable.Code)) + ".\n"
        + """

        `type` tells the types of the body apart: `type(body.id) == int ? string(body.id) : body.id`. In JSON, text is a `string`,
        a number that fits int64 is an `int`, another number is a `double`, and null is `null_type`. Compare types with `==`; an
        expression cannot return one.

        The compiler refuses expressions that can only fail, such as `1 == 'a'`. `dyn(x)` has no type when the expression is
        compiled, so everything is accepted and checked when a message comes. Values of the body are like that already: `dyn` is
        needed only for constants and for results of functions.

        ## Functions of CEL that are not supported

        These functions are in extensions of CEL, or in dialects of it. The compiler says what to use instead. It also refuses
        protobuf messages, and patterns of `matches` that are not constant. A transform runs after `expr`, on the result.


        """
        + MarkdownTable.Write(
            ["extension", "function", "use instead"],
            CelReference.Foreign.Select(
                row => (string[])[row.Library, MarkdownTable.Code(row.Name), MarkdownTable.Text(row.Instead ?? "")]))
        + """

        ## Errors

        An error ends the evaluation. In a column it becomes the [record error](record-errors.md) `expression`, in a `when` the
        record error `filter`.


        """
        + MarkdownTable.Write(
            ["error", "meaning", "what to do"],
            CelReference.Errors.Select(
                error => (string[])[MarkdownTable.Code(error.Name), MarkdownTable.Text(error.Meaning), error.Action ?? ""]));

    private static string Section((string Title, IReadOnlyList<CelReferenceEntry> Entries) group) =>
        $"\n## {group.Title}\n\n{Intro(group.Title)}{Table(group.Title == "Macros" ? "macro" : "function", group.Entries)}";

    /// <summary>What the rows of a table have in common.</summary>
    private static string Intro(string title) => title switch
    {
        "Macros" =>
            """
            With two variables, the first one is the position of an element, or the key; the second one is the element, or the
            key's value.


            """,
        "Functions of text" =>
            """
            Positions count characters (code points) from 0, not bytes. A position outside the string is the error
            `index_out_of_range`.


            """,
        "Functions of numbers" =>
            """
            Functions of doubles do not accept an int. A number of the body can be either: write `math.round(double(body.total))`.


            """,
        "Optionals" =>
            """
            `body.?customer.?name` is an optional: it has no value if the body has no `customer`, if `customer` is null, or if it
            has no `name`. Without the second `?`, a `customer` that is null is an error. `{?'k': optional}` and `[?optional]`
            leave an entry out if the optional has no value. If the result of `expr` is an optional, the column gets its value.
            Without a value, `on_missing` of the column applies.


            """,
        _ => "",
    };

    private static string Table(string word, IEnumerable<CelReferenceEntry> entries) =>
        MarkdownTable.Write(
            [word, "usage", "what it does", "example", "result"],
            entries.Select(entry => (string[])
            [
                MarkdownTable.Code(entry.Name), string.Join("<br>", entry.Signatures.Select(MarkdownTable.Code)),
                MarkdownTable.Text(entry.Meaning), MarkdownTable.Code(entry.Example), MarkdownTable.Code(entry.Result),
            ]));
}
