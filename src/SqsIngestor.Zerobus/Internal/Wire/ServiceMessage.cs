using Google.Protobuf.WellKnownTypes;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>What a message of the service is.</summary>
internal enum ServiceMessageKind
{
    /// <summary>Nothing that this client knows.</summary>
    Unknown,

    /// <summary>The stream is open: the answer to create_stream.</summary>
    Created,

    /// <summary>A persistent stream goes on: the answer to resume_stream.</summary>
    Resumed,

    /// <summary>Requests are durable.</summary>
    Ack,

    /// <summary>The service will close the stream.</summary>
    CloseSignal,
}

/// <summary>A message of the service, alike for both methods. Immutable.</summary>
internal sealed class ServiceMessage
{
    public required ServiceMessageKind Kind { get; init; }

    /// <summary>With <see cref="ServiceMessageKind.Created"/>: the id of the stream; empty if the service gave none.</summary>
    public string StreamId { get; private init; } = "";

    /// <summary>
    /// With <see cref="ServiceMessageKind.Ack"/> and <see cref="ServiceMessageKind.Resumed"/>: up to which offset everything is
    /// durable; null if the service gave none.
    /// </summary>
    public long? UpTo { get; private init; }

    /// <summary>With <see cref="ServiceMessageKind.CloseSignal"/>: how long the service goes on; null if it does not say.</summary>
    public Duration? Notice { get; private init; }

    public static ServiceMessage Of(EphemeralStreamResponse response) => response.PayloadCase switch
    {
        EphemeralStreamResponse.PayloadOneofCase.CreateStreamResponse => Created(response.CreateStreamResponse),
        EphemeralStreamResponse.PayloadOneofCase.IngestRecordResponse => Ack(response.IngestRecordResponse),
        EphemeralStreamResponse.PayloadOneofCase.CloseStreamSignal => CloseSignal(response.CloseStreamSignal),
        _ => new() { Kind = ServiceMessageKind.Unknown },
    };

    public static ServiceMessage Of(PersistentStreamResponse response) => response.PayloadCase switch
    {
        PersistentStreamResponse.PayloadOneofCase.CreateStreamResponse => Created(response.CreateStreamResponse),
        PersistentStreamResponse.PayloadOneofCase.ResumeStreamResponse => Resumed(response.ResumeStreamResponse),
        PersistentStreamResponse.PayloadOneofCase.IngestRecordResponse => Ack(response.IngestRecordResponse),
        PersistentStreamResponse.PayloadOneofCase.CloseStreamSignal => CloseSignal(response.CloseStreamSignal),
        _ => new() { Kind = ServiceMessageKind.Unknown },
    };

    private static ServiceMessage Created(CreateIngestStreamResponse created) =>
        new() { Kind = ServiceMessageKind.Created, StreamId = created.StreamId };

    private static ServiceMessage Resumed(ResumeStreamResponse resumed) => new()
    {
        Kind = ServiceMessageKind.Resumed,
        UpTo = resumed.HasLastCommittedOffset ? resumed.LastCommittedOffset : null,
    };

    private static ServiceMessage Ack(IngestRecordResponse ack) => new()
    {
        Kind = ServiceMessageKind.Ack,
        UpTo = ack.HasDurabilityAckUpToOffset ? ack.DurabilityAckUpToOffset : null,
    };

    private static ServiceMessage CloseSignal(CloseStreamSignal signal) =>
        new() { Kind = ServiceMessageKind.CloseSignal, Notice = signal.Duration };
}
