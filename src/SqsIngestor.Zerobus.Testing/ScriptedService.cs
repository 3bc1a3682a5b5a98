using Grpc.Core;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>Hands each call to the script.</summary>
internal sealed class ScriptedService(ScriptedState state) : SqsIngestor.Zerobus.Contract.Zerobus.ZerobusBase
{
    public override async Task EphemeralStream(
        IAsyncStreamReader<EphemeralStreamRequest> requestStream,
        IServerStreamWriter<EphemeralStreamResponse> responseStream,
        ServerCallContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, state.Stopped);
        var connection = new ScriptedConnection(state, requestStream, responseStream, context, ended.Token);
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
