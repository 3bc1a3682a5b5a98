using Grpc.Core;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>Turns request messages into rows: checks offsets and records, all or nothing for each request.</summary>
internal sealed class RequestReader(OpenedStream stream)
{
    private long _next;

    /// <summary>How many requests have come, refused ones not counted.</summary>
    public long Count => _next;

    /// <summary>Reads one request.</summary>
    /// <exception cref="RpcException">The request ends the stream.</exception>
    public PendingRequest Read(EphemeralStreamRequest request, long receivedAt)
    {
        var (offset, rows) = request.PayloadCase switch
        {
            EphemeralStreamRequest.PayloadOneofCase.IngestRecord => Read(request.IngestRecord),
            EphemeralStreamRequest.PayloadOneofCase.IngestRecordBatch => Read(request.IngestRecordBatch),
            EphemeralStreamRequest.PayloadOneofCase.CreateStream => throw StreamErrors.CreateTwice(),
            _ => throw StreamErrors.EmptyRequest(),
        };
        _next++;
        return new PendingRequest(offset, rows, receivedAt);
    }

    /// <summary>How many records a request carries.</summary>
    public static int CountRecords(EphemeralStreamRequest request) => request.PayloadCase switch
    {
        EphemeralStreamRequest.PayloadOneofCase.IngestRecord => 1,
        EphemeralStreamRequest.PayloadOneofCase.IngestRecordBatch =>
            request.IngestRecordBatch.ProtoEncodedBatch?.Records.Count ?? request.IngestRecordBatch.JsonBatch?.Records.Count ?? 0,
        _ => 0,
    };

    private (long Offset, object?[][] Rows) Read(IngestRecordRequest request)
    {
        var offset = CheckOffset(request.HasOffsetId, request.OffsetId);
        return request.RecordCase switch
        {
            IngestRecordRequest.RecordOneofCase.ProtoEncodedRecord => (offset, [DecodeProto(request.ProtoEncodedRecord.Memory, offset, 0)]),
            IngestRecordRequest.RecordOneofCase.JsonRecord => (offset, [DecodeJson(request.JsonRecord, offset, 0)]),
            _ => throw StreamErrors.EmptyRequest(),
        };
    }

    private (long Offset, object?[][] Rows) Read(IngestRecordBatchRequest request)
    {
        var offset = CheckOffset(request.HasOffsetId, request.OffsetId);
        return request.BatchCase switch
        {
            IngestRecordBatchRequest.BatchOneofCase.ProtoEncodedBatch =>
                (offset, [.. request.ProtoEncodedBatch.Records.Select((record, i) => DecodeProto(record.Memory, offset, i))]),
            IngestRecordBatchRequest.BatchOneofCase.JsonBatch =>
                (offset, [.. request.JsonBatch.Records.Select((record, i) => DecodeJson(record, offset, i))]),
            _ => throw StreamErrors.EmptyRequest(),
        };
    }

    private long CheckOffset(bool present, long offset) =>
        present && offset == _next ? offset : throw StreamErrors.WrongOffset(_next, present ? offset : null);

    private object?[] DecodeProto(ReadOnlyMemory<byte> record, long offset, int index)
    {
        var decoder = stream.Proto ?? throw StreamErrors.WrongRecordType("JSON");
        try
        {
            return decoder.Decode(record);
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
