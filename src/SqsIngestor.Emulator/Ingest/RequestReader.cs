using System.Text;
using Google.Protobuf;
using Grpc.Core;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>
/// Turns request messages into rows: checks offsets and records, all or nothing for each request. Rows that are not stored are
/// released one by one: of a large batch, only the row that is being checked is in memory.
/// </summary>
internal sealed class RequestReader(OpenedStream stream, bool keepRows, long first)
{
    private long _next = first;

    /// <summary>The offset of the next request.</summary>
    public long Next => _next;

    /// <summary>Reads one request.</summary>
    /// <exception cref="RpcException">The request ends the stream.</exception>
    public PendingRequest Read(EphemeralStreamRequest request, long receivedAt)
    {
        var (offset, count, rows) = request.PayloadCase switch
        {
            EphemeralStreamRequest.PayloadOneofCase.IngestRecord => Read(request.IngestRecord),
            EphemeralStreamRequest.PayloadOneofCase.IngestRecordBatch => Read(request.IngestRecordBatch),
            EphemeralStreamRequest.PayloadOneofCase.CreateStream => throw StreamErrors.CreateTwice(),
            _ => throw StreamErrors.EmptyRequest(),
        };
        _next++;
        return new PendingRequest(offset, rows, count, receivedAt);
    }

    /// <summary>The number of records in a request.</summary>
    public static int CountRecords(EphemeralStreamRequest request) => request.PayloadCase switch
    {
        EphemeralStreamRequest.PayloadOneofCase.IngestRecord => 1,
        EphemeralStreamRequest.PayloadOneofCase.IngestRecordBatch =>
            request.IngestRecordBatch.ProtoEncodedBatch?.Records.Count ?? request.IngestRecordBatch.JsonBatch?.Records.Count ?? 0,
        _ => 0,
    };

    /// <summary>The size of the records of a request, without the message around them.</summary>
    public static long CountBytes(EphemeralStreamRequest request) => request.PayloadCase switch
    {
        EphemeralStreamRequest.PayloadOneofCase.IngestRecord when request.IngestRecord.HasJsonRecord =>
            Encoding.UTF8.GetByteCount(request.IngestRecord.JsonRecord),
        EphemeralStreamRequest.PayloadOneofCase.IngestRecord => request.IngestRecord.ProtoEncodedRecord.Length,
        EphemeralStreamRequest.PayloadOneofCase.IngestRecordBatch =>
            (request.IngestRecordBatch.ProtoEncodedBatch?.Records.Sum(record => (long)record.Length) ?? 0)
            + (request.IngestRecordBatch.JsonBatch?.Records.Sum(record => (long)Encoding.UTF8.GetByteCount(record)) ?? 0),
        _ => 0,
    };

    private (long Offset, int Count, object?[][] Rows) Read(IngestRecordRequest request)
    {
        var offset = CheckOffset(request.HasOffsetId, request.OffsetId);
        return (offset, 1, request.RecordCase switch
        {
            IngestRecordRequest.RecordOneofCase.ProtoEncodedRecord => Decode([request.ProtoEncodedRecord], offset, DecodeProto),
            IngestRecordRequest.RecordOneofCase.JsonRecord => Decode([request.JsonRecord], offset, DecodeJson),
            _ => throw StreamErrors.EmptyRequest(),
        });
    }

    private (long Offset, int Count, object?[][] Rows) Read(IngestRecordBatchRequest request)
    {
        var offset = CheckOffset(request.HasOffsetId, request.OffsetId);
        return request.BatchCase switch
        {
            IngestRecordBatchRequest.BatchOneofCase.ProtoEncodedBatch =>
                (offset, request.ProtoEncodedBatch.Records.Count, Decode(request.ProtoEncodedBatch.Records, offset, DecodeProto)),
            IngestRecordBatchRequest.BatchOneofCase.JsonBatch =>
                (offset, request.JsonBatch.Records.Count, Decode(request.JsonBatch.Records, offset, DecodeJson)),
            _ => throw StreamErrors.EmptyRequest(),
        };
    }

    private object?[][] Decode<T>(IReadOnlyList<T> records, long offset, Func<T, long, int, object?[]> decode)
    {
        var rows = keepRows ? new object?[records.Count][] : [];
        for (var i = 0; i < records.Count; i++)
        {
            var row = decode(records[i], offset, i);
            if (keepRows) rows[i] = row;
        }

        return rows;
    }

    private long CheckOffset(bool present, long offset) =>
        present && offset == _next ? offset : throw StreamErrors.WrongOffset(_next, present ? offset : null);

    private object?[] DecodeProto(ByteString record, long offset, int index)
    {
        var decoder = stream.Proto ?? throw StreamErrors.WrongRecordType("JSON");
        try
        {
            return decoder.Decode(record.Memory);
        }
        catch (RecordException e)
        {
            throw StreamErrors.BadRecord(offset, index, e);
        }
    }

    private object?[] DecodeJson(string record, long offset, int index)
    {
        var decoder = stream.Json ?? throw StreamErrors.WrongRecordType("PROTO");
        try
        {
            return decoder.Decode(record);
        }
        catch (RecordException e)
        {
            throw StreamErrors.BadRecord(offset, index, e);
        }
    }
}

/// <summary>A request whose records are all valid, before its commit and its ack.</summary>
/// <param name="Offset">Its wire offset.</param>
/// <param name="Rows">Its rows; empty if rows are not stored.</param>
/// <param name="RowCount">The number of its rows.</param>
/// <param name="ReceivedAt">When it arrived, as a timestamp of the clock.</param>
internal readonly record struct PendingRequest(long Offset, object?[][] Rows, int RowCount, long ReceivedAt)
{
    /// <summary>The size of its records as they were sent, if it was counted.</summary>
    public long Bytes { get; init; }
}
