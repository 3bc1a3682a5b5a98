namespace SqsIngestor.Zerobus;

/// <summary>
/// Any failure of this client. <see cref="Code"/> says what, <see cref="IsRetryable"/> whether the same call can succeed
/// later, <see cref="Action"/> what to do. Neither a token, a secret nor a record ever appears in it.
/// </summary>
public sealed class ZerobusException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ZerobusException(
        ZerobusErrorCode code,
        string message,
        string action,
        bool isRetryable = false,
        Exception? innerException = null)
        : base($"{code}: {message} {action}", innerException)
    {
        Code = code;
        Action = action;
        IsRetryable = isRetryable;
    }

    /// <summary>The stable code.</summary>
    public ZerobusErrorCode Code { get; }

    /// <summary>What the operator or the caller should do next, one sentence.</summary>
    public string Action { get; }

    /// <summary>True when the same call can succeed later without a change on the caller's side.</summary>
    public bool IsRetryable { get; }

    /// <summary>The gRPC status of the service when it was the service that refused, e.g. 3 for INVALID_ARGUMENT.</summary>
    public int? GrpcStatus { get; init; }

    /// <summary>The records concerned, in offset order, when the code is <see cref="ZerobusErrorCode.RecordRefused"/>.</summary>
    public IReadOnlyList<RefusedWrite> Refused { get; init; } = [];

    /// <summary>
    /// With <see cref="ZerobusErrorCode.NoProgress"/>: the offset of the oldest unacked write, the last thing that was sent alone
    /// and the likely cause if the service is otherwise well. Writing the other unacked records to a new stream without it is
    /// worth a try.
    /// </summary>
    public long? SuspectOffset { get; init; }
}
