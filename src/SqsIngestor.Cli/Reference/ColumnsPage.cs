using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/columns.md.</summary>
internal static class ColumnsPage
{
    public static string Body() =>
        """
        A column has one source and any of the options that the source uses. A path alone is short for `from`.

        ## Sources


        """ + MarkdownTable.Write(
            ["source", "with", "fills", "what it does", "options", "example"],
            ColumnFormCatalog.All.Select(form => (string[])
            [
                MarkdownTable.Code(form.Word), Codes(form.Companions), form.Fills, form.Meaning,
                Codes(form.Options.Select(option => option.Word)), MarkdownTable.Code(form.Example),
            ]))
        + "\n## Options\n\nIn the order in which they act.\n\n" + MarkdownTable.Write(
            ["option", "takes", "default", "sources", "what it does", "example"],
            ColumnOptionCatalog.All.Select(option => (string[])
            [
                MarkdownTable.Code(option.Word), option.Words.Count == 0 ? option.Takes : Codes(option.Words), Default(option),
                Codes(option.Forms), option.Meaning, MarkdownTable.Code(option.Example),
            ]));

    /// <summary>A default that is a word of the file is code; the others describe.</summary>
    private static string Default(ColumnOption option) =>
        option.Words.Contains(option.Default) ? MarkdownTable.Code(option.Default) : option.Default;

    private static string Codes(IEnumerable<string> words) => string.Join(", ", words.Select(MarkdownTable.Code));
}
