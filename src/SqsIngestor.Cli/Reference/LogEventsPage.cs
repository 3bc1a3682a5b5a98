using System.Globalization;
using Microsoft.Extensions.Logging;
using SqsIngestor.Emulator.Ingest;
using SqsIngestor.Lambda;
using SqsIngestor.Pipeline;
using SqsIngestor.Pipeline.Logging;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/log-events.md: the events of the whole product.</summary>
internal static class LogEventsPage
{
    public static string Body() =>
        """
        A JSON log line contains the id as `eventId` and the name as `event`. An id keeps its meaning. Ids 1000 to 1999 belong
        to the Zerobus client, 2000 to 2999 to the pipeline, 3000 to 3999 to the function's program, and 4000 to 4999 to the
        local server.


        """ + MarkdownTable.Write(
            ["id", "name", "level", "meaning", "what to do"],
            Rows().OrderBy(row => row.Id).Select(row => (string[])
            [
                row.Id.ToString(CultureInfo.InvariantCulture), MarkdownTable.Code(row.Name), LambdaLogLevel.NameOf(row.Level),
                Linked(row.Meaning), Linked(row.Action),
            ]));

    private static IEnumerable<(int Id, string Name, LogLevel Level, string Meaning, string Action)> Rows() =>
    [
        .. ZerobusLogEvents.All.Select(e => (e.Id, e.Name, e.Level, e.Meaning, e.Action)),
        .. LogEvents.All.Concat(LambdaLogEvents.All).Select(e => (e.Id, e.Name, e.Level, e.Meaning, e.Action)),
        .. IngestLogEvents.All.Select(e => (e.Id, e.Name, e.Level, e.Meaning, e.Action)),
    ];

    /// <summary>The text, with a link where it names a page.</summary>
    private static string Linked(string text) =>
        MarkdownTable.Text(text)
            .Replace("zerobus-errors.md", "[Zerobus errors](zerobus-errors.md)", StringComparison.Ordinal)
            .Replace("the reference of function errors", "[Function errors](function-errors.md)", StringComparison.Ordinal);
}
