using System.Diagnostics;
using System.Net.Sockets;
using Grpc.Core;
using SqsIngestor.Zerobus.Internal.Errors;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>Every way in which a connection can end.</summary>
internal enum EndCause
{
    /// <summary>The service, or the transport below it, ended the call with a status other than OK.</summary>
    Status,

    /// <summary>The service ended the call with OK.</summary>
    ServerEnded,

    /// <summary>No ack came in time, and perhaps nothing else either: see <see cref="ConnectionEnd.WasAlive"/>.</summary>
    Silence,

    /// <summary>The service answered outside the protocol.</summary>
    Violation,

    /// <summary>
    /// The service has committed other offsets of the persistent stream than this client knows of: another writer has the stream,
    /// or the service has lost data.
    /// </summary>
    Foreign,

    /// <summary>The owner's note of a request failed, so that it was not sent.</summary>
    NotNoted,

    /// <summary>The service announced that it closes the stream, and the client closed it first.</summary>
    CloseSignal,

    /// <summary>The connection was idle for so long that the client did not try it again.</summary>
    Discarded,

    /// <summary>The owner gave up the records on it, no ack came for long, and the owner wants a new connection.</summary>
    Renewed,

    /// <summary>The stream is closed and everything is settled.</summary>
    Closed,

    /// <summary>The owner aborted the stream.</summary>
    Aborted,
}

/// <summary>Why a connection ended. Of several causes the first counts.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Status">The service's status; OK when the client ended the connection.</param>
/// <param name="Error">What a read or a write threw, or null.</param>
internal sealed record ConnectionEnd(EndCause Cause, Status Status, Exception? Error = null)
{
    // What a refusal keeps of the service's words. A service that quotes the record there could fill the memory with them.
    private const int MostDetail = 4096;

    /// <summary>With <see cref="EndCause.Silence"/>: whether the other end still answered a PING, so that only acks
    /// were missing.</summary>
    public bool WasAlive { get; init; }

    /// <summary>
    /// Whether the connection carried several streams and ended for all of them. It says nothing about a record then: each of
    /// them would look for the record of one.
    /// </summary>
    public bool WasShared { get; init; }

    /// <summary>
    /// Whether a record can be the cause: the other end ended the connection, or kept its acks although it was alive. A
    /// connection that fell silent, or that this system gave up without an answer, says nothing about a record.
    /// </summary>
    public bool MayBeARecord => !WasShared && Cause switch
    {
        EndCause.Status => !IsUnreachable(Error) && !IsSchema,
        EndCause.ServerEnded => true,
        EndCause.Silence => WasAlive,
        EndCause.Violation or EndCause.Foreign or EndCause.NotNoted or EndCause.CloseSignal or EndCause.Discarded
            or EndCause.Renewed or EndCause.Closed or EndCause.Aborted => false,
        _ => throw new UnreachableException(),
    };

    /// <summary>A number for the way in which the connection ended: a status, a cause, or a broken network.</summary>
    public int Kind => Cause != EndCause.Status ? -1 - (int)Cause
        : FailureClassifier.IsTransport(Error) ? int.MaxValue
        : (int)Status.StatusCode;

    /// <summary>The cause as reported if another connection follows; null if none can follow.</summary>
    public ZerobusReopenCause? ReopenCause => Cause switch
    {
        EndCause.Status => ZerobusReopenCause.Status,
        EndCause.ServerEnded => ZerobusReopenCause.ServerEnded,
        EndCause.Silence => ZerobusReopenCause.Silence,
        EndCause.Violation => ZerobusReopenCause.Violation,
        EndCause.CloseSignal => ZerobusReopenCause.CloseSignal,
        EndCause.Discarded => ZerobusReopenCause.Discarded,
        EndCause.Renewed => ZerobusReopenCause.Renewed,
        EndCause.Foreign or EndCause.NotNoted or EndCause.Closed or EndCause.Aborted => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// The name of the status, with the number of the service's error. The rest of its text may quote a record, so it is in no
    /// log and no message.
    /// </summary>
    public string Describe() => Cause == EndCause.Status ? ServiceStatus.Describe(Status, Details) : "";

    /// <summary>What the service adds for programs; null if nothing.</summary>
    public ZerobusServiceError? Details => ErrorDetails.Of(Error, withColumn: false);

    /// <summary>
    /// Whether another connection has resumed the persistent stream. To resume it again would take it from a writer whose records
    /// this client would count as its own.
    /// </summary>
    public bool IsTakenOver => Cause == EndCause.Status && Details?.Reason == ZerobusServiceError.StreamTakenOver;

    /// <summary>Whether the service speaks of the stream's schema, so that no record is the cause.</summary>
    public bool IsSchema => Cause == EndCause.Status && FailureClassifier.IsSchema(Status, Details);

    public static ConnectionEnd Of(EndCause cause) => new(cause, Status.DefaultSuccess);

    /// <summary>What a read or a write threw: the service's status, or the transport's failure as UNAVAILABLE.</summary>
    public static ConnectionEnd Of(Exception error) => error is RpcException rpc
        ? new(EndCause.Status, Shorten(rpc.Status), rpc)
        : new(EndCause.Status, new Status(StatusCode.Unavailable, "The connection broke.", error), error);

    public static ConnectionEnd Violation(string what) => new(EndCause.Violation, new Status(StatusCode.Internal, what));

    // The other end of a black hole never says that a connection is over; this system finds out by itself.
    private static bool IsUnreachable(Exception? error)
    {
        for (var inner = (error as RpcException)?.Status.DebugException ?? error; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket && IsUnreachable(socket.SocketErrorCode))
                return true;
        }

        return false;
    }

    private static bool IsUnreachable(SocketError error) => error
        is SocketError.TimedOut or SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable
            or SocketError.NetworkDown;

    private static Status Shorten(Status status) => status.Detail.Length <= MostDetail ? status
        : new(status.StatusCode, status.Detail[..MostDetail] + "…", status.DebugException);
}
