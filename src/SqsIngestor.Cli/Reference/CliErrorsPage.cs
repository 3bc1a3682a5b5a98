using System.Globalization;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/cli-errors.md.</summary>
internal static class CliErrorsPage
{
    public static string Body() =>
        "A command that fails prints `error CODE: message` or `place: error CODE: message` to standard error. "
        + "The message says what failed, why,\n"
        + "and what to do. A code keeps its meaning. "
        + "The SQL reader, the local tables and the local queue have more exact codes of their own, which\n"
        + "stand in the place of `sql_invalid`, `local_tables` and `server_refused`.\n\n"
        + MarkdownTable.Write(
            ["code", "exit code", "meaning", "what to do"],
            CliErrors.All.Select(
                e =>
                (string[])[MarkdownTable.Code(e.Code), e.ExitCode.ToString(CultureInfo.InvariantCulture), e.Meaning, e.Action]))
        + "\n## Exit codes\n\n" + MarkdownTable.Write(
            ["exit code", "meaning"],
            ExitCodes.Common.Concat(ExitCodes.Catalog).OrderBy(c => c.Code)
                .Select(c => (string[])[c.Code.ToString(CultureInfo.InvariantCulture), c.Meaning]));
}
