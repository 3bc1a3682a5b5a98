using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Reference;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/transforms.md, payload.md and meanings.md.</summary>
internal static class LanguagePages
{
    public static string Transforms() =>
        """
        `transform` changes the value of a column before anything else happens to it. It takes one transform or a list; a list
        runs from left to right. A `?` marks an argument that you can leave out.


        """ + Table("transform", LanguageReference.Transforms);

    public static string Payload() =>
        """
        `payload.decode` lists the steps that make `$.body` from the body of a message. It takes one step or a list; a list runs
        from left to right. `unwrap` removes the envelope of a service. Without `payload`, the body is read as JSON. The example
        shows the body of a message and `$.body` after the steps.


        """ + Table("step", LanguageReference.PayloadSteps);

    public static string Meanings() =>
        """
        `as` says what the value of a column means in the table, where the descriptor cannot say it. The field of the descriptor
        must have the type in the column "field". The example shows a value of the message and the value of the protobuf field.


        """ + Table("`as`", LanguageReference.Meanings, withField: true)
        + """

        ## Time formats

        `formats` says how the message writes times. It takes one format or a list; the column uses the first format that fits.
        The example shows a value of the message and its time.


        """ + Table("format", LanguageReference.TimeFormats);

    private static string Table(string word, IEnumerable<ReferenceRow> rows, bool withField = false) =>
        MarkdownTable.Write(
            [word, .. Field("field", withField), "takes", "returns", "what it does", "example", "input", "output"],
            rows.Select(row => Row(row, withField)));

    private static string[] Row(ReferenceRow row, bool withField) =>
    [
        // The only words with a space outside of parentheses are descriptions: "a .NET pattern".
        row.Word.StartsWith("a ", StringComparison.Ordinal) ? row.Word : MarkdownTable.Code(row.Word),
        .. Field(MarkdownTable.Code(row.Field), withField),
        MarkdownTable.Text(row.Takes), MarkdownTable.Text(row.Gives), MarkdownTable.Text(row.Meaning),
        MarkdownTable.Code(row.Example.Mapping), Lines(row.Example.Input), Lines(row.Example.Output),
    ];

    private static string[] Field(string cell, bool withField) => withField ? [cell] : [];

    /// <summary>Text of several lines as code in one.</summary>
    private static string Lines(string text) => MarkdownTable.Code(text.Replace("\n", "\\n", StringComparison.Ordinal));
}
