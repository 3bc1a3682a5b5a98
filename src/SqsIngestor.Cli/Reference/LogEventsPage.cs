using System.Globalization;
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
            Events.OrderBy(row => row.Id).Select(row => (string[])
            [
                row.Id.ToString(CultureInfo.InvariantCulture), MarkdownTable.Code(row.Name), LambdaLogLevel.NameOf(row.Level),
                MarkdownTable.Text(row.Meaning), MarkdownTable.Text(row.Action) + Link(row.See),
            ]));

    /// <summary>Every event, by program.</summary>
    public static IReadOnlyList<LogEvent> Events =>
        [.. ZerobusLogEvents.All, .. LogEvents.All, .. LambdaLogEvents.All, .. IngestLogEvents.All];

    private static string Link(string? page) =>
        page is null ? "" : $" See [{ReferencePages.All.Single(each => each.Name == page).Title}]({page}.md).";
}
