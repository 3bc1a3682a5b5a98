using Grpc.Core;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Zerobus.Testing;

/// <summary>Reads requests of the contract.</summary>
internal static class Requests
{
    public static ReceivedRequest Read(EphemeralStreamRequest request) => request.PayloadCase switch
    {
        EphemeralStreamRequest.PayloadOneofCase.IngestRecord => Read(request.IngestRecord),
        EphemeralStreamRequest.PayloadOneofCase.IngestRecordBatch => Read(request.IngestRecordBatch),
        _ => throw new RpcException(new Status(StatusCode.InvalidArgument, $"{request.PayloadCase} on an open stream.")),
    };

    private static ReceivedRequest Read(IngestRecordRequest single)
    {
        ReadOnlyMemory<byte> record = single.RecordCase switch
        {
            IngestRecordRequest.RecordOneofCase.JsonRecord => Utf8(single.JsonRecord),
            IngestRecordRequest.RecordOneofCase.AvroEncodedRecord => single.AvroEncodedRecord.Memory,
            _ => single.ProtoEncodedRecord.Memory,
        };
        var isJson = single.RecordCase == IngestRecordRequest.RecordOneofCase.JsonRecord;
        return new ReceivedRequest(Offset(single.HasOffsetId, single.OffsetId), false, isJson, [record]);
    }

    private static ReceivedRequest Read(IngestRecordBatchRequest batch)
    {
        var records = batch.BatchCase switch
        {
            IngestRecordBatchRequest.BatchOneofCase.JsonBatch => batch.JsonBatch.Records.Select(
                static r => (ReadOnlyMemory<byte>)Utf8(r)),
            IngestRecordBatchRequest.BatchOneofCase.AvroBatch => batch.AvroBatch.Records.Select(static r => r.Memory),
            _ => batch.ProtoEncodedBatch.Records.Select(static r => r.Memory),
        };
        var isJson = batch.BatchCase == IngestRecordBatchRequest.BatchOneofCase.JsonBatch;
        return new ReceivedRequest(Offset(batch.HasOffsetId, batch.OffsetId), true, isJson, [.. records]);
    }

    private static long Offset(bool present, long offset) =>
        present ? offset : throw new RpcException(new Status(StatusCode.InvalidArgument, "offset_id is missing (4002)."));

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
