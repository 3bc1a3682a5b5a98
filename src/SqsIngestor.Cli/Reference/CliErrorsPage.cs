using System.Globalization;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/cli-errors.md.</summary>
internal static class CliErrorsPage
{
    public static string Body() =>
        """
        A command that fails prints `error CODE: message` or `place: error CODE: message` to standard error. The message says
        what failed, why, and what to do. A code keeps its meaning. Errors of the SQL reader, the local tables and the local
        queue have their own codes, listed below; they replace `sql_invalid`, `local_tables` and `server_refused`.


        """
        + MarkdownTable.Write(
            ["code", "exit code", "meaning", "what to do"],
            CliErrors.All.Select(e => (string[])[MarkdownTable.Code(e.Code), Number(e.ExitCode), e.Meaning, e.Action]))
        + "\n## Errors in SQL\n\nThey replace `sql_invalid`.\n\n" + Table(SqlErrors.All)
        + "\n## Errors in the JSON of a table\n\nThe message of `catalog_json_invalid` begins with one of these codes.\n\n"
        + Table(CatalogJsonErrors.All)
        + "\n## Errors of the local tables\n\nThey replace `local_tables`, or `server_refused` for a query.\n\n"
        + Table(TableStoreErrors.All)
        + "\n## Errors of the local queue\n\nThey replace `server_refused` for a message. SQS would refuse it too.\n\n"
        + Table(QueueErrors.All)
        + "\n## Descriptors that do not fit a table\n\nThe local Zerobus refuses the stream and names these codes. `check "
        + "--against` finds the same problems before you deploy.\n\n"
        + Table(DescriptorFindings.All)
        + "\n## Exit codes\n\n" + MarkdownTable.Write(
            ["exit code", "meaning"],
            ExitCodes.All.Select(c => (string[])[Number(c.Code), c.Meaning]));

    private static string Table(IEnumerable<ErrorDescription> errors) =>
        MarkdownTable.Write(
            ["code", "meaning", "what to do"],
            errors.Select(e => (string[])
            [
                MarkdownTable.Code(e.Code), MarkdownTable.Text(e.Meaning), MarkdownTable.Text(e.Action),
            ]));

    private static string Number(int code) => code.ToString(CultureInfo.InvariantCulture);
}
