using Grpc.Core;
using SqsIngestor.Zerobus.Internal.Connections;
using SqsIngestor.Zerobus.Internal.Errors;

namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>
/// Decides which ends of connections end the stream, because every further connection would end alike. Ends that settle nothing
/// for other reasons are counted by <see cref="ReconnectPolicy"/>. Pure, not thread-safe.
/// </summary>
internal sealed class FatalEnds
{
    // The last connection broke the protocol, or ended because of its token, although something was unsettled, and settled none.
    private bool _violated;
    private bool _wasUnauthenticated;

    /// <summary>A connection ended.</summary>
    /// <param name="end">How.</param>
    /// <param name="concernsRecords">Whether records were unacked, so that one of them may be the cause.</param>
    /// <param name="progress">Whether the connection settled anything.</param>
    /// <param name="isSettled">Whether nothing is left to settle.</param>
    /// <returns>Why the stream ends; null if it goes on.</returns>
    public ZerobusException? Check(ConnectionEnd end, bool concernsRecords, bool progress, bool isSettled)
    {
        // Nobody but the client ended it: it says nothing about the service, and what earlier ones said stays.
        if (IsOwn(end.Cause) && !progress)
            return null;
        var isInVain = !progress && !isSettled;
        // One more connection would meet the same service, and send everything once more.
        var violates = end.Cause == EndCause.Violation && isInVain;
        if (violates && _violated)
            return RecoveryErrors.Violation(end.Status.Detail);
        _violated = violates;

        // A fresh token may serve, or the token endpoint may be down: the next open decides. But only one: each costs a token.
        var isUnauthenticated = end is { Cause: EndCause.Status, Status.StatusCode: StatusCode.Unauthenticated };
        var earnsAnother = isUnauthenticated && !(_wasUnauthenticated && isInVain);
        _wasUnauthenticated = isUnauthenticated && isInVain;

        // What a stream with unacked records ends with may be about a record, so that the next open decides.
        var isFinal = end.Cause == EndCause.Status && FailureClassifier.IsFinal(end.Status.StatusCode);
        return isFinal && !concernsRecords && !earnsAnother ? FailureClassifier.OfStream(end.Status, end.Error) : null;
    }

    private static bool IsOwn(EndCause cause) =>
        cause is EndCause.Renewed or EndCause.Discarded or EndCause.CloseSignal or EndCause.Closed or EndCause.Aborted;
}
