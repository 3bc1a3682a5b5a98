using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Grpc.Core;
using SqsIngestor.Zerobus.Contract.Details;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>
/// Reads what the service adds to a status for programs. The names of the metadata are not published, so that each that is likely
/// is read; a value that is not a constant, a number or a column's name is dropped, because it may quote a record.
/// </summary>
internal static partial class ErrorDetails
{
    /// <summary>The trailer with the details, a serialized <c>google.rpc.Status</c>.</summary>
    public const string Trailer = "grpc-status-details-bin";

    private const string InfoType = "google.rpc.ErrorInfo";
    private const int MostCauses = 16;
    private static readonly string[] CodeKeys = ["error_code", "errorCode", "code"];
    private static readonly string[] CauseKeys = ["causes", "cause"];
    private static readonly string[] ColumnKeys = ["column", "column_name", "columnName", "field", "field_name", "fieldName"];

    /// <summary>The details of a failed call; null if it has none that can be read.</summary>
    /// <param name="error">What the call threw.</param>
    /// <param name="withColumn">Whether a name can only be of the descriptor or of the table.</param>
    public static ZerobusServiceError? Of(Exception? error, bool withColumn)
    {
        if (error is not RpcException { Trailers: { } trailers } || trailers.GetValueBytes(Trailer) is not { Length: > 0 } bytes)
            return null;
        try
        {
            var infos = Contract.Details.Status.Parser.ParseFrom(bytes).Details
                .Where(static detail => detail.TypeUrl.EndsWith("/" + InfoType, StringComparison.Ordinal))
                .Select(static detail => ErrorInfo.Parser.ParseFrom(detail.Value)).ToList();
            return infos.Count == 0 ? null : Of(infos, withColumn);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Reason, number and causes in brackets, with a space before; empty if there are none.</summary>
    public static string Describe(ZerobusServiceError? error)
    {
        if (error is null)
            return "";
        var parts = new List<string>();
        if (error.Code is { } code)
            parts.Add($"error {code}");
        if (error.Reason.Length > 0)
            parts.Add(error.Reason);
        parts.AddRange(error.Causes);
        if (error.Column is { } column)
            parts.Add($"column {column}");
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }

    private static ZerobusServiceError Of(List<ErrorInfo> infos, bool withColumn)
    {
        var metadata = infos.SelectMany(static info => info.Metadata).ToList();
        var code = First(metadata, CodeKeys);
        var column = First(metadata, ColumnKeys);
        return new ZerobusServiceError
        {
            Reason = infos.Select(static info => info.Reason).FirstOrDefault(IsConstant) ?? "",
            Code = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            Causes = [.. infos.Skip(1).Select(static info => info.Reason)
                .Concat(All(metadata, CauseKeys).SelectMany(static value => value.Split([',', ' '])))
                .Where(IsConstant).Distinct(StringComparer.Ordinal).Take(MostCauses)],
            Column = withColumn && column is not null && ColumnName().IsMatch(column) ? column : null,
        };
    }

    private static string? First(List<KeyValuePair<string, string>> metadata, string[] keys) => All(metadata, keys).FirstOrDefault();

    private static IEnumerable<string> All(List<KeyValuePair<string, string>> metadata, string[] keys) =>
        keys.SelectMany(key => metadata.Where(pair => pair.Key == key).Select(static pair => pair.Value));

    private static bool IsConstant(string text) => Constant().IsMatch(text);

    [GeneratedRegex("^[A-Z][A-Z0-9_]{0,62}$")]
    private static partial Regex Constant();

    // A path into structs has points.
    [GeneratedRegex(@"^[\p{L}\p{Nd}_.$-]{1,255}$")]
    private static partial Regex ColumnName();
}
