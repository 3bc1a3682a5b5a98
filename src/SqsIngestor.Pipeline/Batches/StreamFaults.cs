using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// Tells the two families of failure apart, and keeps the first failure of a stream in a batch: when nothing else happened
/// than that, the whole invocation fails with it, so that an alarm sees an error and not just messages that come back.
/// </summary>
internal sealed class StreamFaults
{
    private string _table = "";
    private ZerobusException? _first;
    private bool _late;

    public void Clear() => (_table, _first, _late) = ("", null, false);

    public void Add(string table, ZerobusException fault)
    {
        if (_first is null) (_table, _first) = (table, fault);
    }

    /// <summary>The time of the invocation was up.</summary>
    public void AddDeadline() => _late = true;

    /// <summary>What to tell Lambda when no message of the batch succeeded and none was at fault itself.</summary>
    public FunctionException? ToFailure(int messages)
    {
        if (_first is { } fault)
        {
            return new(IsCredentials(fault.Code) ? FunctionErrorTypes.CredentialsInvalid : FunctionErrorTypes.ZerobusUnavailable,
                $"None of {messages} messages was delivered; all go back to the queue. {_table}: {fault.Message}", fault);
        }
        return _late
            ? new(FunctionErrorTypes.ZerobusUnavailable, $"None of {messages} messages was durable by the deadline; all go back to the queue. If this lasts, look at the status of the service, or give the function more time.")
            : null;
    }

    /// <summary>Whether a record is at fault and not the stream: others go on, and sending it again does not help.</summary>
    public static bool IsRecord(ZerobusErrorCode code) => code
        is ZerobusErrorCode.RecordRefused or ZerobusErrorCode.RecordTooLarge or ZerobusErrorCode.RecordInvalid or ZerobusErrorCode.RecordTypeMismatch;

    /// <summary>Whether credentials or grants are at fault.</summary>
    public static bool IsCredentials(ZerobusErrorCode code) => code
        is ZerobusErrorCode.TokenRefused or ZerobusErrorCode.CredentialsInvalid or ZerobusErrorCode.Unauthenticated or ZerobusErrorCode.PermissionDenied;
}
