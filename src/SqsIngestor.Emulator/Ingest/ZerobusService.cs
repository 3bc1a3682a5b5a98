using Grpc.Core;
using Microsoft.Extensions.Logging;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Ingest.Persistent;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>The gRPC service: opens a stream, then hands it over to <see cref="IngestStream"/>.</summary>
internal sealed class ZerobusService(
    LocalDatabricksOptions options,
    StreamOpening opening,
    PersistentStreams persistent,
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
        var opened = await OpenAsync(
            requestStream, context, (table, observed) => opening.Open(table, requestStream.Current, observed));
        await RunAsync(Record(opened), requestStream, responseStream, context, CancellationToken.None);
    }

    public override async Task PersistentStream(
        IAsyncStreamReader<PersistentStreamRequest> requestStream,
        IServerStreamWriter<PersistentStreamResponse> responseStream,
        ServerCallContext context)
    {
        RequirePreview("PersistentStream");
        var requests = new PersistentRequests(requestStream);
        var isResumed = false;
        TableName? name = null;
        var opened = await OpenAsync(requests, context, (table, observed) =>
        {
            name = table;
            isResumed = requests.Original.ResumeStream is not null;
            // A resumed stream has a table already.
            if (isResumed) requests.Current.CreateStream.TableName = table.ToString();
            return opening.Open(table, requests.Current, observed);
        });
        using var lease = await LeaseAsync(opened, isResumed ? requests.Original.ResumeStream.StreamId : null, name!);
        opened = opened with { Position = lease.Position, StreamId = lease.Position.StreamId };
        await RunAsync(
            Record(opened), requests, new PersistentResponses(responseStream, lease, isResumed), context, lease.TakenOver);
    }

    public override async Task<RetireStreamResponse> RetireStream(RetireStreamRequest request, ServerCallContext context)
    {
        RequirePreview("RetireStream");
        try
        {
            var table = opening.Authorize(context.RequestHeaders);
            if (!table.ToString().Equals(request.TableName, StringComparison.OrdinalIgnoreCase)) throw StreamErrors.OtherTable();
            return await persistent.RetireAsync(table, request.StreamId)
                ? new RetireStreamResponse()
                : throw StreamErrors.StreamNotFound(request.StreamId, table);
        }
        catch (RpcException e)
        {
            throw Refused(e);
        }
    }

    private RpcException Refused(RpcException refusal)
    {
        statistics.StreamRefused();
        IngestLog.Refused(logger, refusal.StatusCode, refusal.Status.Detail);
        return refusal;
    }

    private async Task<PersistentLease> LeaseAsync(OpenedStream opened, string? streamId, TableName table)
    {
        if (streamId is null) return persistent.Create(opened.Table);
        if (await persistent.ResumeAsync(opened.Table.Table.Name, streamId) is { } lease) return lease;
        _observer.Ended(opened.Observed, StatusCode.NotFound);
        throw Refused(StreamErrors.StreamNotFound(streamId, table));
    }

    private void RequirePreview(string method)
    {
        if (!options.PersistentStreams) throw Refused(StreamErrors.NotServed(method));
    }

    private async Task RunAsync(
        OpenedStream opened,
        IAsyncStreamReader<EphemeralStreamRequest> requests,
        IServerStreamWriter<EphemeralStreamResponse> responses,
        ServerCallContext context,
        CancellationToken takenOver)
    {
        var table = opened.Table.Table.Name.ToString();
        var observed = opened.Observed;
        using var stream = new IngestStream(
            opened, tables, statistics, faults, options, responses, context.CancellationToken);
        await using var takeOver = takenOver.Register(() => stream.Abort(StreamErrors.TakenOver()));
        // Registered and counted before the response is sent: a test that knows of the stream can end it and finds it counted.
        registry.Add(stream);
        statistics.StreamOpened();
        IngestLog.Opened(logger, table);
        _observer.Opened(observed);
        var status = StatusCode.OK;
        try
        {
            await stream.RunAsync(requests);
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
        IAsyncStreamReader<EphemeralStreamRequest> requestStream, ServerCallContext context,
        Func<TableName, IngestCall, OpenedStream> open)
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
            var opened = open(table, observed);
            observed = null;
            return opened;
        }
        catch (RpcException e)
        {
            status = e.StatusCode;
            Refused(e);
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
