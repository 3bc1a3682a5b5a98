namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>The causes as the metrics' tag spells them.</summary>
internal static class EndCauseNames
{
    public const string Isolation = "isolation";

    public static string Of(EndCause cause) => cause switch
    {
        EndCause.Status => "status",
        EndCause.ServerEnded => "server_ended",
        EndCause.Silence => "silence",
        EndCause.Violation => "violation",
        EndCause.CloseSignal => "close_signal",
        EndCause.Discarded => "discarded",
        EndCause.Closed => "closed",
        _ => "aborted",
    };
}
