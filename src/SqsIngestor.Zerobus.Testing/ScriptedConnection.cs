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

    /// <summary>The table that create_stream named; empty before that.</summary>
    public string Table { get; private set; } = "";

    /// <summary>The descriptor that create_stream carried.</summary>
    public ReadOnlyMemory<byte> Descriptor { get; private set; }

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

    /// <summary>Reads create_stream and answers it.</summary>
    public async Task OpenAsync(string? streamId = null)
    {
        await ReadCreateAsync().ConfigureAwait(false);
        await AnswerOpenAsync(streamId ?? $"stream-{Number}").ConfigureAwait(false);
    }

    /// <summary>Reads create_stream without answering it.</summary>
    public async Task ReadCreateAsync()
    {
        if (!await _requests.MoveNext(Ended).ConfigureAwait(false) || _requests.Current.CreateStream is not { } create)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message must be create_stream."));
        Table = create.TableName;
        Descriptor = create.DescriptorProto.Memory;
    }

    /// <summary>Answers create_stream; with null, without a stream id.</summary>
    public Task AnswerOpenAsync(string? streamId)
    {
        var answer = new CreateIngestStreamResponse();
        if (streamId is not null)
            answer.StreamId = streamId;
        return WriteAsync(new EphemeralStreamResponse { CreateStreamResponse = answer });
    }

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
