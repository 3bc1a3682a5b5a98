using System.Diagnostics;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>
/// Keeps the first fault of a stream in a batch. If nothing but such faults happened, the whole invocation fails with it, so
/// that an alarm sees an error and not only messages that return to the queue. Reused from batch to batch; not thread-safe.
/// </summary>
internal sealed class StreamFaults
{
    private string _table = "";
    private ZerobusException? _first;
    private bool _timedOut;
    private readonly HashSet<int> _suspected = [];
    private readonly SortedSet<string> _givenUp = new(StringComparer.Ordinal);

    /// <summary>Forgets the faults of the last batch.</summary>
    public void Clear()
    {
        (_table, _first, _timedOut, GivenUpMessages) = ("", null, false, 0);
        _suspected.Clear();
        _givenUp.Clear();
    }

    /// <summary>
    /// Messages that the service refused, or with which connections ended, while nothing shows that it takes other rows.
    /// </summary>
    public int Suspects => _suspected.Count;

    /// <summary>The tables that the batch did not wait for until its deadline; empty if it waited for all of them.</summary>
    public string GivenUpTables => string.Join(", ", _givenUp);

    /// <summary>Messages that were returned because the batch did not wait for a table until its deadline.</summary>
    public int GivenUpMessages { get; private set; }

    /// <summary>The stream into a table failed, or could not be opened.</summary>
    public void Failed(string table, ZerobusException fault)
    {
        if (_first is null) (_table, _first) = (table, fault);
    }

    /// <summary>
    /// The service refused a row of a message, or connections ended with it, and nothing shows that the message is at fault.
    /// </summary>
    public void Suspected(int message, string table, ZerobusException fault)
    {
        _suspected.Add(message);
        Failed(table, fault);
    }

    /// <summary>The deadline of the batch passed before everything was done.</summary>
    public void TimedOut() => _timedOut = true;

    /// <summary>The batch did not wait for tables of a message until its deadline, because other tables work.</summary>
    public void GivenUp(IEnumerable<string> tables)
    {
        _givenUp.UnionWith(tables);
        GivenUpMessages++;
    }

    /// <summary>A message that <see cref="GivenUp"/> has counted succeeds after all.</summary>
    public void NotGivenUp() => GivenUpMessages--;

    /// <summary>The error of an invocation in which no message succeeded and no message was at fault.</summary>
    /// <param name="messages">Messages in the batch.</param>
    /// <returns>Null if there was no fault.</returns>
    public FunctionException? ToFailure(int messages)
    {
        if (_first is { } fault)
        {
            return new(
                ErrorType(fault),
                $"None of {Count(messages)} was delivered; all are returned to the queue. {_table}: {fault.Message}", fault);
        }

        if (GivenUpMessages > 0)
        {
            return new(
                FunctionErrorTypes.ZerobusUnavailable,
                $"None of {Count(messages)} was delivered; all are returned to the queue. {GivenUpTables} did not answer within "
                    + $"{TableStreams.Grace.TotalSeconds:0} s, and other tables work, so the function did not wait until its "
                    + "deadline. If this lasts, check the table and the status of the service.");
        }
        if (!_timedOut) return null;
        return new(
            FunctionErrorTypes.ZerobusUnavailable,
            $"None of {Count(messages)} was durable by the deadline; all are returned to the queue. If this lasts, check the " +
                "status of the "
            + "service, or give the function more time.");
    }

    /// <summary>The function's error type for a fault that is not a record's.</summary>
    public static string ErrorType(ZerobusException fault) => fault.Code switch
    {
        // Another deployment helps, and nothing else does.
        ZerobusErrorCode.EndpointInvalid or ZerobusErrorCode.TableNameInvalid or ZerobusErrorCode.OptionsInvalid
            or ZerobusErrorCode.CertificatesInvalid or ZerobusErrorCode.ProxyInvalid => FunctionErrorTypes.ConfigurationInvalid,
        ZerobusErrorCode.DescriptorMissing or ZerobusErrorCode.DescriptorInvalid => FunctionErrorTypes.MappingInvalid,
        ZerobusErrorCode.CredentialsInvalid or ZerobusErrorCode.TokenRefused or ZerobusErrorCode.Unauthenticated
            or ZerobusErrorCode.PermissionDenied or ZerobusErrorCode.IdentityTokenInvalid
            or ZerobusErrorCode.IdentityTokenRefused => FunctionErrorTypes.CredentialsInvalid,
        ZerobusErrorCode.IdentityTokenUnavailable => FunctionErrorTypes.IdentityUnavailable,
        // The table may be created, or changed, while the function runs.
        ZerobusErrorCode.TableNotFound or ZerobusErrorCode.SchemaRefused or ZerobusErrorCode.TableUnsupported
            or ZerobusErrorCode.StreamNotFound or ZerobusErrorCode.StreamTakenOver
            => FunctionErrorTypes.ZerobusUnavailable,
        ZerobusErrorCode.TokenUnavailable or ZerobusErrorCode.OpenTimedOut or ZerobusErrorCode.OpenFailed
            or ZerobusErrorCode.ConnectionFailed or ZerobusErrorCode.StreamFailed or ZerobusErrorCode.ProtocolViolation
            or ZerobusErrorCode.AckTimedOut or ZerobusErrorCode.NoProgress or ZerobusErrorCode.FlushTimedOut
            or ZerobusErrorCode.StreamClosed or ZerobusErrorCode.Aborted => FunctionErrorTypes.ZerobusUnavailable,
        // Records fail their messages, and not a stream.
        ZerobusErrorCode.RecordTypeMismatch or ZerobusErrorCode.RecordInvalid or ZerobusErrorCode.RecordTooLarge
            or ZerobusErrorCode.RecordRefused or ZerobusErrorCode.RecordSuspected or ZerobusErrorCode.RecordWithdrawn
            => FunctionErrorTypes.ZerobusUnavailable,
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// Whether the record is at fault and not the stream: other records go on, and sending it again does not help.
    /// </summary>
    public static bool IsRecord(ZerobusErrorCode code) => ZerobusErrors.Of(code).Fault == ZerobusFault.Record;

    private static string Count(int messages) => messages == 1 ? "1 message" : $"{messages} messages";
}
