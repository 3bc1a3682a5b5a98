using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/record-errors.md.</summary>
internal static class RecordErrorsPage
{
    public static string Body() =>
        """
        A record error says that a message cannot become a row. The log line of the message contains the code, and so does the
        quarantine table. Other messages are not affected, and sending the message again does not help. A code keeps its
        meaning.


        """ + MarkdownTable.Write(
            ["code", "meaning", "what to do"],
            RecordErrorCodes.All.Select(error => (string[])[MarkdownTable.Code(error.Text), error.Meaning, error.Action]));
}
