using Grpc.Core;
using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Contract;
using SqsIngestor.Zerobus.Internal.Recovery;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Opens one connection of a stream: headers, call, create_stream, and the reply to it. One call here is one attempt; an
/// attempt that the service refuses for its token is repeated once with a fresh one.
/// </summary>
internal sealed class StreamOpener(
    ZerobusStreamOptions stream,
    ZerobusClientOptions options,
    IZerobusHeadersProvider headers,
    ConnectionFactory factory,
    StreamTelemetry telemetry,
    TimeProvider clock,
    ILogger logger)
{
    private readonly byte[] _create = CreateStreamMessage.Encode(stream);

    /// <exception cref="ZerobusException">The attempt failed; <see cref="ZerobusException.IsRetryable"/> tells how.</exception>
    public async Task<ZerobusConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var activity = telemetry.StartOpen();
        try
        {
            return await AttemptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ZerobusException e) when (e.Code is ZerobusErrorCode.Unauthenticated or ZerobusErrorCode.PermissionDenied)
        {
            // The cached token may be older than a grant, or revoked. A second refusal is an answer.
            headers.Invalidate(stream.Table);
            Log.TokenRefused(logger, stream.Table, e.Code);
            return await AttemptAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ZerobusConnection> AttemptAsync(CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = clock.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), bound, options.OpenTimeout, Timeout.InfiniteTimeSpan);
        // What was under way before a freeze may wait for an answer that came and went; it gets a short term, then a new try.
        using var watch = new FreezeWatch(
            clock, options.SuspectAfter, () => timer.Change(options.FreezeRecovery / 2, Timeout.InfiniteTimeSpan));
        ZerobusConnection? connection = null;
        try
        {
            var given = await headers.GetHeadersAsync(stream.Table, bound.Token).ConfigureAwait(false);
            connection = await factory.CreateAsync(stream.Table, given).ConfigureAwait(false);
            var started = clock.GetTimestamp();
            connection.StreamId = await ShakeHandsAsync(connection, bound.Token).WaitAsync(bound.Token).ConfigureAwait(false);
            Log.Opened(logger, stream.Table, connection.StreamId, clock.GetElapsedTime(started).TotalMilliseconds);
            (var opened, connection) = (connection, null);
            return opened;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && bound.IsCancellationRequested)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OpenTimedOut,
                $"The stream into {stream.Table} did not open within {options.OpenTimeout.TotalSeconds:0.###} s.",
                "Check the endpoint and the network between; try again.",
                isRetryable: true);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    // The message goes out before any response headers are waited for: some servers send their headers only after it.
    private async Task<string> ShakeHandsAsync(ZerobusConnection connection, CancellationToken cancellationToken)
    {
        var frame = new RequestFrame();
        frame.SetMessage(_create);
        try
        {
            try
            {
                await connection.SendAsync(frame, more: false).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                // The call is over already; reading tells why.
            }

            if (!await connection.ReadAsync(cancellationToken).ConfigureAwait(false))
                throw await EndedAsync(connection).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException e)
        {
            throw FailureClassifier.OfOpen(e.Status, e);
        }

        return connection.Current.PayloadCase switch
        {
            EphemeralStreamResponse.PayloadOneofCase.CreateStreamResponse
                when connection.Current.CreateStreamResponse.StreamId.Length > 0 => connection.Current.CreateStreamResponse.StreamId,
            EphemeralStreamResponse.PayloadOneofCase.CreateStreamResponse => throw Violation("an open without a stream_id"),
            var other => throw Violation($"{other} where the reply to create_stream was due"),
        };
    }

    private async Task<ZerobusException> EndedAsync(ZerobusConnection connection)
    {
        var reason = await connection.ReasonPhraseAsync().ConfigureAwait(false);
        return reason is null
            ? new ZerobusException(
                ZerobusErrorCode.OpenFailed,
                $"The service ended the stream into {stream.Table} with OK before it was open.",
                "Try again.",
                isRetryable: true)
            // Gateways report a refused token like this, and nothing else is known to come this way.
            : FailureClassifier.OfOpen(new Status(StatusCode.Unauthenticated, reason), null);
    }

    private static ZerobusException Violation(string what) => new(
        ZerobusErrorCode.ProtocolViolation, $"The service answered {what}.", "Check that the endpoint is a Zerobus service.", isRetryable: true);
}
