using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>Every way in which a stream is refused or ended, as a gRPC status.</summary>
internal static class StreamErrors
{
    // A status is a header: clients take 8 KiB of them, ours 512.
    private const int MostFindings = 20;

    public static RpcException Unauthenticated() =>
        Of(StatusCode.Unauthenticated, "the access token is missing, unknown or expired");

    public static RpcException PermissionDenied(string table) =>
        Of(
            StatusCode.PermissionDenied,
            $"the token gives no access to {table}; "
                + "it needs USE CATALOG, USE SCHEMA, SELECT and MODIFY, and the operation zerobuswrite");

    /// <summary>
    /// The status and the first words are those of the service: INVALID_ARGUMENT for a kind of table, UNIMPLEMENTED for a
    /// feature.
    /// </summary>
    public static RpcException TableRefused(TargetFinding refusal) => refusal.Rule.Verdict == TargetVerdict.KindRefused
        ? Of(StatusCode.InvalidArgument, $"Unsupported table kind. {refusal} Error Code: 4024")
        : Of(StatusCode.Unimplemented, $"Feature is not supported. {refusal} Error Code: 1015");

    public static RpcException NoTableName() =>
        Of(StatusCode.InvalidArgument, "the metadata x-databricks-zerobus-table-name must be catalog.schema.table");

    public static RpcException TableNotFound(TableName table) => Of(StatusCode.NotFound, $"table {table} does not exist");

    public static RpcException TableDropped(TableName table) => Of(StatusCode.NotFound, $"table {table} was dropped");

    public static RpcException TableChanged(TableName table) =>
        Of(StatusCode.Unavailable, $"table {table} has changed; open a new stream");

    public static RpcException CreateFirst() =>
        Of(StatusCode.InvalidArgument, "the first message of a stream must be create_stream");

    public static RpcException CreateTwice() => Of(StatusCode.InvalidArgument, "create_stream was sent twice");

    public static RpcException OtherTable() =>
        Of(StatusCode.InvalidArgument, "create_stream names another table than the metadata");

    public static RpcException NotServed(string what) =>
        Of(
            StatusCode.Unimplemented,
            $"{what} is not served here; this local server takes PROTO and JSON records on EphemeralStream, "
                + "and on PersistentStream if its preview is on (serve --preview persistent-streams)");

    public static RpcException UnknownRecordType(RecordType type) =>
        Of(StatusCode.InvalidArgument, $"record_type {(int)type} is unknown or reserved");

    public static RpcException StreamNotFound(string streamId, TableName table) =>
        StreamErrorDetails.Of(
            StatusCode.NotFound,
            $"{table} has no persistent stream {streamId}: it was retired, the table was replaced, or the server has "
                + "forgotten it",
            "STREAM_NOT_FOUND");

    public static RpcException TakenOver() =>
        StreamErrorDetails.Of(StatusCode.Aborted, "another connection has resumed this persistent stream",
            SqsIngestor.Zerobus.ZerobusServiceError.StreamTakenOver);

    public static RpcException NoDescriptor() =>
        Of(StatusCode.InvalidArgument, "create_stream for PROTO records needs descriptor_proto");

    public static RpcException BadDescriptor() =>
        Of(StatusCode.InvalidArgument, "descriptor_proto is not a serialized google.protobuf.DescriptorProto");

    public static RpcException DescriptorMismatch(TableName table, IReadOnlyList<DescriptorFinding> findings) =>
        StreamErrorDetails.OfSchema(
            $"the descriptor does not fit table {table}: {string.Join(" ", findings.Take(MostFindings))}"
                + (findings.Count > MostFindings ? $" And {findings.Count - MostFindings} more." : ""),
            findings);

    public static RpcException EmptyRequest() => Of(StatusCode.InvalidArgument, "a request has no record");

    public static RpcException WrongRecordType(string expected) =>
        Of(StatusCode.InvalidArgument, $"the stream was created for {expected} records");

    public static RpcException WrongOffset(long expected, long? found) =>
        Of(StatusCode.InvalidArgument, $"error 4002: offset_id must be {expected}, and is {(found is null ? "absent" : found)}");

    public static RpcException BadRecord(long offset, int index, RecordException fault) =>
        Of(StatusCode.InvalidArgument, $"record {index} of offset {offset}: {fault.Message}");

    public static RpcException Closed() => Of(StatusCode.Unavailable, "error 6002: the stream was closed by the server");

    public static RpcException StoreFailed() => Of(StatusCode.Internal, "the rows could not be committed");

    public static RpcException Of(StatusCode code, string detail) => new(new Status(code, detail));
}
