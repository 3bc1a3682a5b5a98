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
