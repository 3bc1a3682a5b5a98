using Grpc.Core;
using SqsIngestor.Zerobus.Internal.Errors;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>Retires persistent streams, one attempt for each call.</summary>
internal sealed class StreamRetirement(
    ZerobusClientOptions options, IZerobusHeadersProvider headers, ConnectionFactory factory, TimeProvider clock)
{
    /// <exception cref="ZerobusException">The service refuses, or cannot be reached.</exception>
    public async Task RetireAsync(ZerobusTableName table, string streamId, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.OpenTimeout, clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var given = await headers.GetHeadersAsync(table, bound.Token).ConfigureAwait(false);
            await factory.RetireAsync(table, streamId, given, bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (
            bound.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ZerobusException(
                ZerobusErrorCode.OpenTimedOut,
                $"The service did not retire the stream to {table} within {options.OpenTimeout.TotalSeconds:0.###} s.");
        }
        catch (RpcException e)
        {
            throw FailureClassifier.OfOpen(e.Status, e, withDetail: true, isResume: true, isPreview: true);
        }
    }
}
