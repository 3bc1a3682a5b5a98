using Grpc.Core;
using Microsoft.Extensions.Logging;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>The gRPC service: opens a stream, then hands it over to <see cref="IngestStream"/>.</summary>
internal sealed class ZerobusService(
    LocalDatabricksOptions options,
    StreamOpening opening,
    TableStore tables,
    StreamRegistry registry,
    EmulatorStatistics statistics,
    FaultSwitches faults,
    ILogger<ZerobusService> logger) : Zerobus.Contract.Zerobus.ZerobusBase
{
    private readonly IngestObserver _observer = options.Observer ?? new SilentObserver();
    private long _calls;

    public override async Task EphemeralStream(
        IAsyncStreamReader<EphemeralStreamRequest> requestStream,
        IServerStreamWriter<EphemeralStreamResponse> responseStream,
        ServerCallContext context)
    {
        var opened = Record(await OpenAsync(requestStream, context));
        var table = opened.Table.Table.Name.ToString();
        var observed = opened.Observed;
        using var stream = new IngestStream(
            opened, tables, statistics, faults, options, responseStream, context.CancellationToken);
        // Registered and counted before the response is sent: a test that knows of the stream can end it and finds it counted.
        registry.Add(stream);
        statistics.StreamOpened();
        IngestLog.Opened(logger, table);
        _observer.Opened(observed);
        var status = StatusCode.OK;
        try
        {
            await stream.RunAsync(requestStream);
            IngestLog.Closed(logger, table);
        }
        catch (RpcException e)
        {
            IngestLog.Failed(logger, table, e.StatusCode, e.Status.Detail);
            status = e.StatusCode;
            opened.Activity?.Failed((int)e.StatusCode, e.Status.Detail);
            throw;
        }
        finally
        {
            registry.Remove(stream);
            opened.Activity?.Close();
            statistics.StreamEnded();
            _observer.Ended(observed, status);
        }
    }

    private async Task<OpenedStream> OpenAsync(
        IAsyncStreamReader<EphemeralStreamRequest> requestStream, ServerCallContext context)
    {
        IngestCall? observed = null;
        var status = StatusCode.OK;
        try
        {
            var table = opening.Authorize(context.RequestHeaders);
            observed = new IngestCall(Interlocked.Increment(ref _calls), context.Peer, table);
            if (await _observer.OpeningAsync(observed, context.CancellationToken) is { } refusal) throw new RpcException(refusal);
            // Clients wait for the headers before they send create_stream.
            await context.WriteResponseHeadersAsync([]);
            if (!await requestStream.MoveNext(context.CancellationToken)) throw StreamErrors.CreateFirst();
            var opened = opening.Open(table, requestStream.Current, observed);
            observed = null;
            return opened;
        }
        catch (RpcException e)
        {
            status = e.StatusCode;
            statistics.StreamRefused();
            IngestLog.Refused(logger, e.StatusCode, e.Status.Detail);
            throw;
        }
        finally
        {
            if (observed is not null) _observer.Ended(observed, status);
        }
    }

    private OpenedStream Record(OpenedStream opened) => opened with
    {
        Activity = tables.Activity?.Open(
            opened.StreamId, opened.Table.Table.Name, "GRPC", opened.Proto is null ? "JSON" : "PROTOBUF"),
    };

    /// <summary>Sees nothing.</summary>
    private sealed class SilentObserver : IngestObserver;
}
