using Grpc.Core;
using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Internal.Errors;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Opens one connection of a stream: headers, call, create_stream, and the reply to it. One call is one attempt. When the service
/// refuses the token, the attempt is repeated once with a fresh one.
/// </summary>
internal sealed class StreamOpener(
    ZerobusStreamOptions stream,
    ZerobusClientOptions options,
    IZerobusHeadersProvider headers,
    ConnectionFactory factory,
    OpenRateLimiter openRate,
    StreamTelemetry telemetry,
    TimeProvider clock,
    ILogger logger)
{
    private byte[] _first = stream.Persistent?.StreamId is { } id ? FirstMessage.Resume(stream, id) : FirstMessage.Create(stream);
    private string? _resumed = stream.Persistent?.StreamId;

    /// <summary>
    /// Whether the next connection is the stream's own, although the client's streams share connections.
    /// </summary>
    public bool IsAlone { get; set; }

    /// <summary>The next open asks for a fresh token: the service has refused the one at hand.</summary>
    public void InvalidateToken() => headers.Invalidate(stream.Table);

    /// <summary>Waits for the table's <see cref="OpenRateLimiter"/> and opens a connection.</summary>
    /// <param name="isFirst">
    /// Whether the stream has no connection yet. The service's message is then about the table and the descriptor, and part of
    /// the error; later it may quote a record.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>An open connection with its stream id; the caller disposes it.</returns>
    /// <exception cref="ZerobusException">The attempt failed.</exception>
    public async Task<ZerobusConnection> OpenAsync(bool isFirst, CancellationToken cancellationToken)
    {
        using var activity = telemetry.StartOpen();
        try
        {
            return await AttemptAsync(isFirst, cancellationToken).ConfigureAwait(false);
        }
        catch (ZerobusException e) when (e.Code is ZerobusErrorCode.Unauthenticated or ZerobusErrorCode.PermissionDenied)
        {
            // The cached token may be older than a grant, or revoked. A second refusal is final.
            headers.Invalidate(stream.Table);
            ZerobusLog.OpenRefused(logger, stream.Table, e.Code);
            return await AttemptAsync(isFirst, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ZerobusConnection> AttemptAsync(bool isFirst, CancellationToken cancellationToken)
    {
        await openRate.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (telemetry.OpenBegins())
            ZerobusLog.ManyOpens(logger, stream.Table, TableOpens.Many);
        var begun = clock.GetTimestamp();
        try
        {
            var connection = await ConnectAsync(isFirst, cancellationToken).ConfigureAwait(false);
            telemetry.OpenEnded(connection.StreamId, clock.GetElapsedTime(begun), isFirst, null);
            return connection;
        }
        catch (ZerobusException e)
        {
            telemetry.OpenEnded("", clock.GetElapsedTime(begun), isFirst, e.Code);
            throw;
        }
    }

    private async Task<ZerobusConnection> ConnectAsync(bool isFirst, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.OpenTimeout, clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        // After a freeze the answer may have come and gone; the attempt gets a short time, then another one follows.
        using var watch = new FreezeWatch(
            clock, options.SuspectAfter, () => timeout.CancelAfter(options.FreezeRecovery / 2));
        ZerobusConnection? connection = null;
        try
        {
            var given = await headers.GetHeadersAsync(stream.Table, bound.Token).ConfigureAwait(false);
            connection = await factory.CreateAsync(stream.Table, given, IsAlone, stream.Persistent is not null)
                .ConfigureAwait(false);
            var started = clock.GetTimestamp();
            await FirstMessageAsync(connection, isFirst, bound.Token).WaitAsync(bound.Token).ConfigureAwait(false);
            ZerobusLog.StreamOpened(logger, stream.Table, connection.StreamId, clock.GetElapsedTime(started).TotalMilliseconds);
            (var opened, connection) = (connection, null);
            return opened;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && bound.IsCancellationRequested)
        {
            throw new ZerobusException(
                ZerobusErrorCode.OpenTimedOut,
                $"The stream to {stream.Table} did not open within {options.OpenTimeout.TotalSeconds:0.###} s.");
        }
        finally
        {
            connection?.Dispose();
        }
    }

    // Sends the message before it waits for response headers: some servers send their headers only after it.
    private async Task FirstMessageAsync(ZerobusConnection connection, bool isFirst, CancellationToken cancellationToken)
    {
        var frame = new RequestFrame();
        frame.SetMessage(_first);
        try
        {
            try
            {
                await connection.SendAsync(frame, more: false).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException or HttpRequestException or IOException)
            {
                // The call has ended already; reading tells why. gRPC lets what the transport throws through.
            }

            if (!await connection.ReadAsync(cancellationToken).ConfigureAwait(false))
                throw await EndedAsync(connection, isFirst).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException e)
        {
            var isPreview = stream.Persistent is not null || stream.RecordType == RecordType.Avro;
            throw FailureClassifier.OfOpen(e.Status, e, isFirst, isResume: _resumed is not null, isPreview);
        }

        Opened(connection);
    }

    // A persistent stream is resumed from now on.
    private void Opened(ZerobusConnection connection)
    {
        switch (connection.Current)
        {
            case { Kind: ServiceMessageKind.Created, StreamId.Length: > 0 } created when _resumed is null:
                connection.StreamId = created.StreamId;
                if (connection.IsPersistent)
                    (_resumed, _first) = (created.StreamId, FirstMessage.Resume(stream, created.StreamId));
                break;
            case { Kind: ServiceMessageKind.Resumed, UpTo: not (< -1 or long.MaxValue) } resumed when _resumed is not null:
                connection.StreamId = _resumed;
                // Without a value, nothing is committed.
                connection.Committed = resumed.UpTo ?? -1;
                break;
            case { Kind: ServiceMessageKind.Created } when _resumed is null:
                throw Violation("create_stream without a stream_id");
            case var other:
                throw Violation($"{(_resumed is null ? "create_stream" : "resume_stream")} with {other.Kind}");
        }
    }

    private async Task<ZerobusException> EndedAsync(ZerobusConnection connection, bool isFirst)
    {
        var reason = await connection.ReasonPhraseAsync().ConfigureAwait(false);
        return reason is null
            ? new ZerobusException(
                ZerobusErrorCode.OpenFailed,
                $"The service ended the stream to {stream.Table} with OK before it was open.")
            // Gateways report a refused token like this, and nothing else.
            : FailureClassifier.OfOpen(new Status(StatusCode.Unauthenticated, reason), null, isFirst);
    }

    private static ZerobusException Violation(string what) => new(
        ZerobusErrorCode.ProtocolViolation, $"The service answered {what}.");
}
