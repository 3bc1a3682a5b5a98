using Grpc.Core;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>Reads the requests of a persistent stream as those of an ephemeral one: only the openings differ.</summary>
internal sealed class PersistentRequests(IAsyncStreamReader<PersistentStreamRequest> inner)
    : IAsyncStreamReader<EphemeralStreamRequest>
{
    public EphemeralStreamRequest Current { get; private set; } = new();

    /// <summary>The request to resume, if the last message was one.</summary>
    public ResumeStreamRequest? Resume => inner.Current.ResumeStream;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await inner.MoveNext(cancellationToken).ConfigureAwait(false))
            return false;
        Current = inner.Current switch
        {
            { IngestRecord: { } record } => new EphemeralStreamRequest { IngestRecord = record },
            { IngestRecordBatch: { } batch } => new EphemeralStreamRequest { IngestRecordBatch = batch },
            { CreateStream: { } create } => new EphemeralStreamRequest { CreateStream = create },
            _ => new EphemeralStreamRequest(),
        };
        return true;
    }
}

/// <summary>Writes the responses of an ephemeral stream as those of a persistent one.</summary>
internal sealed class PersistentResponses(IServerStreamWriter<PersistentStreamResponse> inner)
    : IServerStreamWriter<EphemeralStreamResponse>
{
    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(EphemeralStreamResponse message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(EphemeralStreamResponse message, CancellationToken cancellationToken) =>
        inner.WriteAsync(Of(message), cancellationToken);

    /// <summary>Answers resume_stream.</summary>
    public Task ResumeAsync(long? lastCommitted, CancellationToken cancellationToken)
    {
        var answer = new ResumeStreamResponse();
        if (lastCommitted is { } offset)
            answer.LastCommittedOffset = offset;
        return inner.WriteAsync(new PersistentStreamResponse { ResumeStreamResponse = answer }, cancellationToken);
    }

    private static PersistentStreamResponse Of(EphemeralStreamResponse message) => message switch
    {
        { CreateStreamResponse: { } created } => new PersistentStreamResponse { CreateStreamResponse = created },
        { IngestRecordResponse: { } ack } => new PersistentStreamResponse { IngestRecordResponse = ack },
        { CloseStreamSignal: { } signal } => new PersistentStreamResponse { CloseStreamSignal = signal },
        _ => new PersistentStreamResponse(),
    };
}
