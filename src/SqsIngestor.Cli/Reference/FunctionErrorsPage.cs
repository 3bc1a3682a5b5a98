using SqsIngestor.Pipeline.Errors;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/function-errors.md.</summary>
internal static class FunctionErrorsPage
{
    public static string Body() =>
        """
        If the start or a whole invocation fails, the function reports one of these error types to Lambda. Lambda shows the
        type, and alarms can filter by it. A message that fails alone has a [record error](record-errors.md) instead.


        """ + MarkdownTable.Write(
            ["error type", "meaning", "what to do"],
            FunctionErrorTypes.All.Select(error => (string[])[MarkdownTable.Code(error.Name), error.Meaning, error.Action]));
}
