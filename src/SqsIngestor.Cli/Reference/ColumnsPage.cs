using SqsIngestor.Mapping.Language;
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
        + "\n## Options\n\nIn the order in which the function applies them.\n\n" + MarkdownTable.Write(
            ["option", "takes", "default", "sources", "what it does", "example"],
            ColumnOptionCatalog.All.Select(option => (string[])
            [
                MarkdownTable.Code(option.Word), Takes(option), Default(option),
                Codes(option.Forms), option.Meaning, MarkdownTable.Code(option.Example),
            ]))
        + "\n## Words of the options\n\n" + MarkdownTable.Write(["option", "word", "meaning"], Words());

    /// <summary>A row for each word; options that take the same words share their rows.</summary>
    private static IEnumerable<string[]> Words() =>
        from options in ColumnOptionCatalog.All.GroupBy(option => string.Join(' ', option.Words))
        from value in options.First().Values
        where value.Meaning.Length > 0
        select (string[])
        [
            Codes(options.Select(option => option.Word)), MarkdownTable.Code(value.Word), MarkdownTable.Text(value.Meaning),
        ];

    private static string Takes(ColumnOption option)
    {
        // The words of `as` are in another catalog.
        var words = option == ColumnOptionCatalog.As ? LanguageReference.Meanings.Select(row => row.Word).ToList() : option.Words;
        return words.Count == 0 ? option.Takes : Codes(words);
    }

    /// <summary>A default that is a word of the file is code; the others describe.</summary>
    private static string Default(ColumnOption option) =>
        option.Words.Contains(option.Default) ? MarkdownTable.Code(option.Default) : option.Default;

    private static string Codes(IEnumerable<string> words) => string.Join(", ", words.Select(MarkdownTable.Code));
}
