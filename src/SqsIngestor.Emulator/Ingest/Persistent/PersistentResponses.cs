using Grpc.Core;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest.Persistent;

/// <summary>Writes the responses of an ephemeral stream as those of a persistent one.</summary>
/// <param name="inner">The client.</param>
/// <param name="lease">The stream.</param>
/// <param name="isResumed">Whether the client asked to resume it.</param>
internal sealed class PersistentResponses(
    IServerStreamWriter<PersistentStreamResponse> inner, PersistentLease lease, bool isResumed)
    : IServerStreamWriter<EphemeralStreamResponse>
{
    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(EphemeralStreamResponse message) => inner.WriteAsync(Of(message));

    public Task WriteAsync(EphemeralStreamResponse message, CancellationToken cancellationToken) =>
        inner.WriteAsync(Of(message), cancellationToken);

    private PersistentStreamResponse Of(EphemeralStreamResponse message) => message switch
    {
        { IngestRecordResponse: { } ack } => new PersistentStreamResponse { IngestRecordResponse = ack },
        { CloseStreamSignal: { } signal } => new PersistentStreamResponse { CloseStreamSignal = signal },
        _ when isResumed => new PersistentStreamResponse
        {
            ResumeStreamResponse = new ResumeStreamResponse { LastCommittedOffset = lease.Position.Committed },
        },
        _ => new PersistentStreamResponse
        {
            CreateStreamResponse = new CreateIngestStreamResponse { StreamId = lease.Position.StreamId },
        },
    };
}
