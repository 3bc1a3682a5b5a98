using System.Diagnostics;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>Errors of single writes; the stream continues. Thread-safe.</summary>
internal sealed class WriteErrors(ZerobusStreamOptions stream, ZerobusClientOptions options)
{
    public ZerobusException Mismatch(RecordType type) => new(
        ZerobusErrorCode.RecordTypeMismatch,
        $"The stream to {stream.Table} takes {stream.RecordType} records, not {type}.",
        stream.RecordType switch
        {
            RecordType.Json => "Use WriteJsonAsync, or open a stream of the other type.",
            RecordType.Avro => "Use WriteAvroAsync, or open a stream of the other type.",
            RecordType.Proto => "Use WriteAsync, or open a stream of the other type.",
            _ => throw new UnreachableException(),
        });

    public ZerobusException TooLarge(long bodyLength, bool isBatch)
    {
        var size = EnvelopeSize.Largest(bodyLength, stream.Persistent is not null);
        var isOverService = size > ZerobusLimits.MaxMessageBytes;
        return new ZerobusException(
            ZerobusErrorCode.RecordTooLarge,
            isOverService
                ? $"The message takes {size} bytes; the service accepts {ZerobusLimits.MaxMessageBytes}."
                : $"The write has {bodyLength} bytes; this stream holds {options.MaxWriteBytes} bytes of one write in flight.",
            isBatch ? "Split the batch."
                : isOverService ? "Shorten the record."
                : "Shorten the record, or raise MaxInFlightBytes and MaxTotalInFlightBytes.");
    }

    public static ZerobusException NotUtf8() => new(ZerobusErrorCode.RecordInvalid, "A JSON record is not valid UTF-8.");

    /// <summary>Everything is settled, and these writes did not become durable.</summary>
    public ZerobusException NotDurable(RefusedWrite[] refused)
    {
        var records = refused.Sum(static r => r.Indexes.Count);
        // The codes are in order: a refusal is certain, a suspicion likely, and a withdrawal says nothing about the record.
        var code = refused.Min(static r => r.Code);
        var what = $"{records} {(records == 1 ? "record" : "records")}, the first in offset {refused[0].Offset}";
        return code switch
        {
            ZerobusErrorCode.RecordRefused => new(
                code, $"{stream.Table} refused {what}.",
                "Correct the records; the others are durable. Refused has the service's message.")
            {
                GrpcStatus = 3,
                Refused = refused,
            },
            ZerobusErrorCode.RecordSuspected => new(
                code, $"Connections to {stream.Table} ended with {what}, so the client stopped sending it.",
                "Look for what is unusual in the record, and write it again alone.")
            {
                Refused = refused,
            },
            ZerobusErrorCode.RecordWithdrawn => new(
                code,
                $"{stream.Table} did not get {what}: its time was up, its ordering key was withdrawn, or an earlier record with "
                    + "the key failed.",
                "Write it again, unless somebody else does.")
            {
                Refused = refused,
            },
            _ => throw new UnreachableException(),
        };
    }
}
