using System.Collections.Concurrent;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Emulator.Ingest;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Emulator.Tables.Activity;

namespace SqsIngestor.Emulator.Rest;

/// <summary>
/// <c>POST /zerobus/v1/tables/{catalog.schema.table}/insert</c>: a JSON array of records, of which all or none are committed. The
/// token and the table have the rules of a stream.
/// </summary>
internal sealed class InsertEndpoint(
    LocalDatabricksOptions options, StreamOpening opening, TableStore tables, EmulatorStatistics statistics, FaultSwitches faults,
    ILogger<InsertEndpoint> logger)
{
    private const string Pattern = "/zerobus/v1/tables/{table}/insert";
    private const int MostBytes = 10 * 1024 * 1024;
    private const int ReadSize = 64 * 1024;

    /// <summary>What the system tables will show of each table: its requests are one stream.</summary>
    private readonly ConcurrentDictionary<TableName, Lazy<StreamActivity>> _streams = new();

    // A record as deep as one of a stream, in an array.
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = JsonRecordDecoder.MaxDepth + 1 };

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Pattern, HandleAsync);

    private async Task<IResult> HandleAsync(string table, HttpRequest request)
    {
        var receivedAt = options.TimeProvider.GetTimestamp();
        var aborted = request.HttpContext.RequestAborted;
        StreamActivity? activity = null;
        try
        {
            var target = opening.Find(opening.Authorize(request.Headers.Authorization, table));
            activity = ActivityOf(target.Table.Name);
            CheckContent(request);
            var body = await ReadAsync(request.Body, aborted);
            Commit(target, Decode(target, body), body.Length, activity);
            await AckAsync(receivedAt, aborted);
            return Results.Json(new Dictionary<string, string>());
        }
        catch (RpcException e)
        {
            return Refuse(RestError.Of(e.Status), activity);
        }
        catch (RestException e)
        {
            return Refuse(e, activity);
        }
    }

    private StreamActivity? ActivityOf(TableName table) => tables.Activity is { } all
        ? _streams.GetOrAdd(
            table, name => new(() => all.Open(Guid.NewGuid().ToString(), name, "HTTP", "JSON"))).Value
        : null;

    private IResult Refuse(RestException error, StreamActivity? activity)
    {
        IngestLog.InsertRefused(logger, error.Status, error.Message);
        activity?.Failed(error.Status, error.Message);
        return ErrorBody.Of(error.Status, error.Code, error.Message);
    }

    private static void CheckContent(HttpRequest request)
    {
        var isJson = request.HasJsonContentType() && request.Headers.ContentEncoding.Count == 0;
        if (!isJson) throw RestError.WrongContentType();
        if (request.ContentLength > MostBytes) throw RestError.TooLarge(MostBytes);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[ReadSize];
        while (await body.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (whole.Length + count > MostBytes) throw RestError.TooLarge(MostBytes);
            whole.Write(buffer.AsSpan(0, count));
        }

        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    private object?[][] Decode(StoredTable target, ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        var records = document.RootElement;
        if (records.ValueKind != JsonValueKind.Array) throw RestError.NotArray();
        var decoder = new JsonRecordDecoder(target.Table);
        var rows = new object?[records.GetArrayLength()][];
        statistics.RequestReceived(rows.Length, inFlight: 1);
        foreach (var (index, record) in records.EnumerateArray().Index())
        {
            try
            {
                rows[index] = decoder.Decode(record);
            }
            catch (RecordException e)
            {
                statistics.RecordRefused();
                throw RestError.BadRecord(index, e.Message);
            }
        }

        return rows;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Json);
        }
        catch (JsonException)
        {
            // Its message can have a part of the content.
            throw RestError.NotJson();
        }
    }

    /// <summary>Commits all rows; an empty array makes no commit.</summary>
    private void Commit(StoredTable target, object?[][] rows, long bytes, StreamActivity? activity)
    {
        if (rows.Length == 0) return;
        try
        {
            if (!tables.TryAppend(target, rows)) throw StreamErrors.TableChanged(target.Table.Name);
        }
        catch (TableStoreException)
        {
            throw StreamErrors.StoreFailed();
        }

        activity?.Committed(rows.Length, bytes);
        statistics.Committed(rows.Length);
    }

    /// <summary>Waits as the ack of a stream does.</summary>
    private async Task AckAsync(long receivedAt, CancellationToken cancellationToken)
    {
        var remaining = options.AckDelay - options.TimeProvider.GetElapsedTime(receivedAt);
        if (remaining > TimeSpan.Zero) await Task.Delay(remaining, options.TimeProvider, cancellationToken);
        await faults.AcksReleased.WaitAsync(cancellationToken);
    }
}
