using System.Globalization;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Cli.Reference;

/// <summary>docs/reference/zerobus-errors.md.</summary>
internal static class ZerobusErrorsPage
{
    public static string Body() =>
        """
        The Zerobus client reports every error with one of these codes. A code keeps its meaning.

        ## Codes

        An error concerns one record, the credentials, the settings, the stream, or a write that the client gave up ("given
        up"). It is retryable if the same call can succeed later without a change on your side.


        """ + MarkdownTable.Write(
            ["code", "concerns", "retryable", "meaning", "what to do"],
            ZerobusErrors.All.Select(error => (string[])
            [
                MarkdownTable.Code(error.Code.ToString()), Fault(error.Fault), Retryable(error),
                MarkdownTable.Text(error.Meaning), MarkdownTable.Text(error.Action),
            ]))
        + """

        ## gRPC statuses

        The service ends a call with a gRPC status. The client tries again if the status is retryable. The code depends on when
        the status arrives: while a stream opens, or while it is open.


        """ + MarkdownTable.Write(
            ["status", "name", "retryable", "while opening", "while open", "meaning"],
            ZerobusErrors.Statuses.Select(status => (string[])
            [
                status.Status.ToString(CultureInfo.InvariantCulture), MarkdownTable.Code(status.Name),
                YesOrNo(status.IsRetryable), MarkdownTable.Code(status.WhileOpening.ToString()),
                MarkdownTable.Code(status.WhileOpen.ToString()), MarkdownTable.Text(status.Meaning),
            ]));

    private static string Fault(ZerobusFault fault) =>
        fault == ZerobusFault.GivenUp ? "given up" : fault.ToString().ToLowerInvariant();

    private static string Retryable(ZerobusErrorInfo error) =>
        error.DependsOnStatus ? "depends on the gRPC status" : YesOrNo(error.IsRetryable);

    private static string YesOrNo(bool value) => value ? "yes" : "no";
}
