using Grpc.Core;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>Hands each call to the script.</summary>
internal sealed class ScriptedService(ScriptedState state) : SqsIngestor.Zerobus.Contract.Zerobus.ZerobusBase
{
    public override Task EphemeralStream(
        IAsyncStreamReader<EphemeralStreamRequest> requestStream,
        IServerStreamWriter<EphemeralStreamResponse> responseStream,
        ServerCallContext context) => ServeAsync(requestStream, responseStream, context);

    public override Task PersistentStream(
        IAsyncStreamReader<PersistentStreamRequest> requestStream,
        IServerStreamWriter<PersistentStreamResponse> responseStream,
        ServerCallContext context) =>
        ServeAsync(new PersistentRequests(requestStream), new PersistentResponses(responseStream), context);

    public override Task<RetireStreamResponse> RetireStream(RetireStreamRequest request, ServerCallContext context) =>
        state.Persistent.Retire(request.StreamId)
            ? Task.FromResult(new RetireStreamResponse())
            : throw ScriptedPersistentStreams.NotFound(request.StreamId);

    private async Task ServeAsync(
        IAsyncStreamReader<EphemeralStreamRequest> requests,
        IServerStreamWriter<EphemeralStreamResponse> responses,
        ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, state.Stopped);
        var connection = new ScriptedConnection(state, requests, responses, context, ended.Token);
        try
        {
            await state.RunAsync(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is OperationCanceledException or IOException or InvalidOperationException && ended.IsCancellationRequested)
        {
            // The client has gone, or the server stops.
        }
        finally
        {
            connection.SetEnded();
        }
    }
}
