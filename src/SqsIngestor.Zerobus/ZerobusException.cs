namespace SqsIngestor.Zerobus;

/// <summary>
/// Any failure of this client. <see cref="Code"/> says what failed, <see cref="IsRetryable"/> whether the same call can succeed
/// later, <see cref="Action"/> what to do. The message never contains a token, a secret or a record.
/// </summary>
public sealed class ZerobusException : Exception
{
    private readonly string _what;

    /// <summary>Creates the exception.</summary>
    /// <param name="code">What failed.</param>
    /// <param name="message">What failed and why, one sentence. It must not contain a token, a secret or a record.</param>
    /// <param name="action">What to do, one sentence; null takes the action of the code's row in
    /// <see cref="ZerobusErrors"/>.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ZerobusException(ZerobusErrorCode code, string message, string? action = null, Exception? innerException = null)
        : base($"{code}: {message} {action ?? ZerobusErrors.Of(code).Action}", innerException)
    {
        _what = message;
        Code = code;
        Action = action ?? ZerobusErrors.Of(code).Action;
    }

    /// <summary>The stable code.</summary>
    public ZerobusErrorCode Code { get; }

    /// <summary>The next step for the operator or the caller, one or two sentences.</summary>
    public string Action { get; }

    /// <summary>
    /// The subject of the failure: the record, the credentials, the settings, the stream, or a write that was given up.
    /// </summary>
    public ZerobusFault Fault => ZerobusErrors.Of(Code).Fault;

    /// <summary>
    /// True if the same call can succeed later without a change on the caller's side. The tables in <see cref="ZerobusErrors"/>
    /// decide.
    /// </summary>
    public bool IsRetryable => ZerobusErrors.Of(Code) is { DependsOnStatus: true } && GrpcStatus is { } status
        ? ZerobusErrors.OfStatus(status).IsRetryable
        : ZerobusErrors.Of(Code).IsRetryable;

    /// <summary>The gRPC status if the service sent one, e.g. 3 for INVALID_ARGUMENT; otherwise null.</summary>
    public int? GrpcStatus { get; init; }

    /// <summary>What the service says about the failure in a form for programs; null if it says nothing so.</summary>
    public ZerobusServiceError? ServiceError { get; init; }

    /// <summary>
    /// How long the service asks to wait before another attempt, from the moment of the failure; null when it does not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// With <see cref="ZerobusErrorCode.RecordRefused"/>: the refused records, in offset order. Otherwise empty.
    /// </summary>
    public IReadOnlyList<RefusedWrite> Refused { get; init; } = [];

    /// <summary>
    /// The index of the stream that the failure is about, if the call was one of <see cref="ZerobusParallelStreams"/>; otherwise
    /// null. Offsets in this exception are of this stream.
    /// </summary>
    public int? StreamIndex { get; private init; }

    /// <summary>
    /// With <see cref="ZerobusErrorCode.NoProgress"/>: the offset of the oldest unacked write. The client sent it alone last, so
    /// it is the likely cause if the service works otherwise. Consider writing the other unacked records to a new
    /// stream without it. Null if a connection did not open or fell silent, because then the network can be the cause.
    /// </summary>
    public long? SuspectOffset { get; init; }

    /// <summary>
    /// The same failure as that of one of parallel streams. Another exception, because streams can share the failure of a token;
    /// this one is its cause.
    /// </summary>
    internal ZerobusException OfStream(int index) => StreamIndex == index
        ? this
        : new ZerobusException(Code, _what, Action, this)
        {
            GrpcStatus = GrpcStatus,
            ServiceError = ServiceError,
            RetryAfter = RetryAfter,
            Refused = Refused,
            SuspectOffset = SuspectOffset,
            StreamIndex = index,
        };
}
