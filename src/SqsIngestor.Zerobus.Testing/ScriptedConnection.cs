using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>
/// The server's end of one connection, controlled by a script. The script reads requests and answers them; returning ends the
/// call with OK, throwing an <see cref="RpcException"/> ends it with that status.
/// </summary>
public sealed class ScriptedConnection
{
    private readonly Lock _gate = new();
    private readonly ScriptedState _state;
    private readonly IAsyncStreamReader<EphemeralStreamRequest> _requests;
    private readonly IServerStreamWriter<EphemeralStreamResponse> _responses;
    private readonly ServerCallContext _context;
    private readonly List<ReceivedRequest> _received = [];
    private string? _persistentId;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ScriptedConnection(
        ScriptedState state,
        IAsyncStreamReader<EphemeralStreamRequest> requests,
        IServerStreamWriter<EphemeralStreamResponse> responses,
        ServerCallContext context,
        CancellationToken ended)
    {
        _state = state;
        _requests = requests;
        _responses = responses;
        _context = context;
        Ended = ended;
        Headers = context.RequestHeaders.Where(static h => !h.IsBinary)
            .GroupBy(static h => h.Key).ToDictionary(static g => g.Key, static g => g.First().Value);
        Number = state.Add(this);
    }

    /// <summary>0 for the server's first connection, one more for each.</summary>
    public int Number { get; }

    /// <summary>The request headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Whether the client has opened it as one of a persistent stream.</summary>
    public bool IsPersistent => _requests is PersistentRequests;

    /// <summary>The id of the persistent stream that the client resumes; null if it creates one.</summary>
    public string? ResumedId { get; private set; }

    /// <summary>
    /// The offset of the first request: 0, or for a persistent stream that is resumed the one after the last that is durable.
    /// </summary>
    public long FirstOffset { get; private set; }

    /// <summary>The table that create_stream named; empty before that, and for a stream that is resumed.</summary>
    public string Table { get; private set; } = "";

    /// <summary>The descriptor that create_stream, or resume_stream, carried.</summary>
    public ReadOnlyMemory<byte> Descriptor { get; private set; }

    /// <summary>The Avro schema that create_stream carried, as JSON; empty without one.</summary>
    public string AvroSchema { get; private set; } = "";

    /// <summary>Cancelled when the client has gone or the server stops.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Completes when the call is over.</summary>
    public Task Over => _over.Task;

    /// <summary>True once the client has half-closed.</summary>
    public bool HalfClosed { get; private set; }

    /// <summary>Whether <see cref="Received"/> keeps the requests. Default true; set it to false for load tests.</summary>
    public bool Remembers { get; set; } = true;

    /// <summary>The requests received so far.</summary>
    public IReadOnlyList<ReceivedRequest> Received
    {
        get
        {
            lock (_gate)
                return [.. _received];
        }
    }

    /// <summary>
    /// Reads create_stream or resume_stream and answers it. A stream that is resumed goes on where
    /// <see cref="ScriptedState.Persistent"/> says; one that is not known is refused with NOT_FOUND.
    /// </summary>
    /// <param name="streamId">The id of a new stream. Default <c>stream-</c> and the <see cref="Number"/>.</param>
    public async Task OpenAsync(string? streamId = null)
    {
        await ReadCreateAsync().ConfigureAwait(false);
        await AnswerAsync(streamId).ConfigureAwait(false);
    }

    /// <summary>Reads create_stream or resume_stream without answering it.</summary>
    public async Task ReadCreateAsync()
    {
        if (await _requests.MoveNext(Ended).ConfigureAwait(false))
        {
            if (_requests.Current.CreateStream is { } create)
            {
                Table = create.TableName;
                Descriptor = create.DescriptorProto.Memory;
                AvroSchema = create.AvroSchemaJson;
                return;
            }

            if (_requests is PersistentRequests { Resume: { } resume })
            {
                ResumedId = _persistentId = resume.StreamId;
                Descriptor = resume.DescriptorProto.Memory;
                return;
            }
        }

        throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message must open a stream."));
    }

    /// <summary>Answers create_stream; with null, without a stream id.</summary>
    public Task AnswerOpenAsync(string? streamId)
    {
        var answer = new CreateIngestStreamResponse();
        if (streamId is not null)
        {
            answer.StreamId = streamId;
            if (IsPersistent)
                _state.Persistent.Set(_persistentId = streamId, -1);
        }

        return WriteAsync(new EphemeralStreamResponse { CreateStreamResponse = answer });
    }

    /// <summary>Answers resume_stream with the last offset that is durable, -1 for none; with null, without an offset.</summary>
    /// <exception cref="InvalidOperationException">The client does not resume a stream.</exception>
    public Task AnswerResumeAsync(long? lastCommitted)
    {
        if (ResumedId is null || _responses is not PersistentResponses responses)
            throw new InvalidOperationException("The client does not resume a stream.");
        FirstOffset = (lastCommitted ?? -1) + 1;
        return responses.ResumeAsync(lastCommitted, Ended);
    }

    /// <summary>Answers what the client has asked for: to create a stream, or to resume one.</summary>
    internal Task AnswerAsync(string? streamId = null) => ResumedId is { } id
        ? AnswerResumeAsync(_state.Persistent.LastCommitted(id) ?? throw ScriptedPersistentStreams.NotFound(id))
        : AnswerOpenAsync(streamId ?? $"stream-{Number}");

    /// <summary>The next request; null after the client has half-closed.</summary>
    public async Task<ReceivedRequest?> ReadAsync()
    {
        if (!await _requests.MoveNext(Ended).ConfigureAwait(false))
        {
            HalfClosed = true;
            return null;
        }

        var request = Requests.Read(_requests.Current);
        if (Remembers)
        {
            lock (_gate)
                _received.Add(request);
        }

        return request;
    }

    /// <summary>Reads this many requests.</summary>
    public async Task<IReadOnlyList<ReceivedRequest>> ReadAsync(int count)
    {
        var read = new List<ReceivedRequest>();
        while (read.Count < count && await ReadAsync().ConfigureAwait(false) is { } request)
            read.Add(request);
        return read;
    }

    /// <summary>Makes the records durable. An ack is a separate step, as in the service.</summary>
    public void Commit(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _state.Commit(request.Records);
        if (_persistentId is { } id)
            _state.Persistent.Set(id, request.Offset);
    }

    /// <summary>Acks everything up to the wire offset; with null, sends an ack without a value.</summary>
    public Task AckAsync(long? upTo)
    {
        var ack = new IngestRecordResponse();
        if (upTo is not null)
            ack.DurabilityAckUpToOffset = upTo.Value;
        return WriteAsync(new EphemeralStreamResponse { IngestRecordResponse = ack });
    }

    /// <summary>Sends the close signal with this time; with null, without a time.</summary>
    public Task SignalCloseAsync(TimeSpan? within) =>
        WriteAsync(new EphemeralStreamResponse
        {
            CloseStreamSignal = new CloseStreamSignal { Duration = within is { } time ? Duration.FromTimeSpan(time) : null },
        });

    /// <summary>Asks the client to leave within a time that may be outside what protobuf allows for a duration.</summary>
    public Task SignalCloseAsync(long seconds, int nanos) =>
        WriteAsync(new EphemeralStreamResponse
        {
            CloseStreamSignal = new CloseStreamSignal { Duration = new Duration { Seconds = seconds, Nanos = nanos } },
        });

    /// <summary>Sends a response without any payload, which the protocol does not have.</summary>
    public Task SendEmptyAsync() => WriteAsync(new EphemeralStreamResponse());

    /// <summary>Writes bytes to the response body unchanged, below gRPC's framing.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        await _context.WriteResponseHeadersAsync([]).ConfigureAwait(false);
        await _context.GetHttpContext().Response.Body.WriteAsync(bytes, Ended).ConfigureAwait(false);
        await _context.GetHttpContext().Response.Body.FlushAsync(Ended).ConfigureAwait(false);
    }

    /// <summary>Sets a response header (before anything is sent) or trailer.</summary>
    public void SetHeader(string name, string value) => _context.GetHttpContext().Response.Headers[name] = value;

    /// <summary>Cuts the call without a status (RST_STREAM).</summary>
    public void Drop() => _context.GetHttpContext().Abort();

    /// <summary>Cuts the TCP connection below the call, with every other call on it.</summary>
    public void DropTransport() => _context.GetHttpContext().Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();

    /// <summary>Waits until the client goes away.</summary>
    public Task StallAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Ended);

    internal void SetEnded() => _over.TrySetResult();

    private Task WriteAsync(EphemeralStreamResponse response) => _responses.WriteAsync(response, Ended);
}
