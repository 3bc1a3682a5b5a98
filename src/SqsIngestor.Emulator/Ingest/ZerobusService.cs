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
    public override async Task EphemeralStream(
        IAsyncStreamReader<EphemeralStreamRequest> requestStream,
        IServerStreamWriter<EphemeralStreamResponse> responseStream,
        ServerCallContext context)
    {
        var opened = await OpenAsync(requestStream, context);
        var table = opened.Table.Table.Name.ToString();
        using var stream = new IngestStream(
            opened, tables, statistics, faults, options, responseStream, context.CancellationToken);
        // Registered and counted before the response is sent: a test that knows of the stream can end it and finds it counted.
        registry.Add(stream);
        statistics.StreamOpened();
        IngestLog.Opened(logger, table);
        try
        {
            await stream.RunAsync(requestStream);
            IngestLog.Closed(logger, table);
        }
        catch (RpcException e)
        {
            IngestLog.Failed(logger, table, e.StatusCode, e.Status.Detail);
            throw;
        }
        finally
        {
            registry.Remove(stream);
            statistics.StreamEnded();
        }
    }

    private async Task<OpenedStream> OpenAsync(
        IAsyncStreamReader<EphemeralStreamRequest> requestStream, ServerCallContext context)
    {
        try
        {
            var table = opening.Authorize(context.RequestHeaders);
            // Clients wait for the headers before they send create_stream.
            await context.WriteResponseHeadersAsync([]);
            if (!await requestStream.MoveNext(context.CancellationToken)) throw StreamErrors.CreateFirst();
            return opening.Open(table, requestStream.Current);
        }
        catch (RpcException e)
        {
            statistics.StreamRefused();
            IngestLog.Refused(logger, e.StatusCode, e.Status.Detail);
            throw;
        }
    }
}
