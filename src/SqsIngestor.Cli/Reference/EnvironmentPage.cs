using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/environment.md.</summary>
internal static class EnvironmentPage
{
    public static string Body() =>
        """
        The function reads these environment variables. If one is missing or wrong, the start fails with
        [`Function.ConfigurationInvalid`](function-errors.md), and the error lists the variables to correct.

        ## Variables that you set


        """ + Table(EnvironmentVariableOrigin.Operator)
        + "\n## Variables that Lambda sets\n\nSet them yourself only to run the function elsewhere.\n\n"
        + Table(EnvironmentVariableOrigin.Lambda);

    private static string Table(EnvironmentVariableOrigin origin) =>
        MarkdownTable.Write(
            ["variable", "required", "default", "values", "meaning", "example"],
            EnvironmentVariables.All.Where(variable => variable.Origin == origin).Select(variable => (string[])
            [
                MarkdownTable.Code(variable.Name), variable.IsRequired ? "yes" : "no", MarkdownTable.Text(variable.Default ?? ""),
                MarkdownTable.Text(variable.Values ?? "any text"),
                MarkdownTable.Text(variable.Meaning) + (variable.IsSecret ? " **Secret.**" : ""),
                MarkdownTable.Code(variable.Example),
            ]));
}
