using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Zerobus.Contract.Details;
using Status = SqsIngestor.Zerobus.Contract.Details.Status;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>
/// What a status says for programs, in the trailer <c>grpc-status-details-bin</c>: <c>google.rpc.Status</c> with one
/// <c>ErrorInfo</c>. The names of the metadata are not published by the service.
/// </summary>
internal static class StreamErrorDetails
{
    private const int SchemaNumber = 8001;

    public static RpcException Of(StatusCode code, string detail, string reason) =>
        Of(code, detail, new ErrorInfo { Reason = reason });

    /// <summary>A refusal of a descriptor.</summary>
    public static RpcException OfSchema(string detail, IReadOnlyList<DescriptorFinding> findings) =>
        Of(StatusCode.InvalidArgument, detail, new ErrorInfo
        {
            Reason = SqsIngestor.Zerobus.ZerobusServiceError.SchemaValidationFailed,
            Metadata =
            {
                ["error_code"] = SchemaNumber.ToString(CultureInfo.InvariantCulture),
                ["causes"] = string.Join(',', findings.Select(static finding => CauseOf(finding.Code)).Distinct()),
                ["column"] = findings[0].Path,
            },
        });

    private static RpcException Of(StatusCode code, string detail, ErrorInfo info)
    {
        info.Domain = "zerobus.databricks.com";
        var status = new Status { Code = (int)code, Details = { Any.Pack(info) } };
        return new RpcException(new(code, detail), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }

    private static string CauseOf(string finding) =>
        finding == DescriptorFindings.UnknownColumn.Code ? "FIELD_NOT_IN_TABLE"
        : finding == DescriptorFindings.GeneratedColumn.Code ? "FIELD_NOT_IN_TABLE"
        : finding == DescriptorFindings.MissingNotNull.Code ? "MISSING_REQUIRED_COLUMN"
        : finding == DescriptorFindings.TooManyColumns.Code ? "FIELD_COUNT_MISMATCH"
        : "TYPE_INCOMPATIBLE";
}
