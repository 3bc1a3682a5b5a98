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
        + "\n## Macros\n\n" + Table("macro", CelReference.Macros)
        + "\n## Functions\n\n" + Table("function", CelReference.Functions)
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
        protobuf messages, optional selection (`a.?b` and `a[?0]`), macros with two variables, and patterns of `matches` that are
        not constant. A transform runs after `expr`, on the result.


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

    private static string Table(string word, IEnumerable<CelReferenceEntry> entries) =>
        MarkdownTable.Write(
            [word, "usage", "what it does", "example", "result"],
            entries.Select(entry => (string[])
            [
                MarkdownTable.Code(entry.Name), string.Join("<br>", entry.Signatures.Select(MarkdownTable.Code)),
                MarkdownTable.Text(entry.Meaning), MarkdownTable.Code(entry.Example), MarkdownTable.Code(entry.Result),
            ]));
}
