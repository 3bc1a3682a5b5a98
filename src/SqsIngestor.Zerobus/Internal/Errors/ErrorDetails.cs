using System.Globalization;
using Google.Protobuf;
using Grpc.Core;

namespace SqsIngestor.Zerobus.Internal.Errors;

/// <summary>
/// Reads what the service adds to a status for programs. The names of the metadata are not published, so that each that is likely
/// is read; a value that is not a constant, a number or a column's name is dropped, because it may quote a record. Read by hand,
/// as <see cref="Wire.ServiceMessage"/>.
/// </summary>
internal static class ErrorDetails
{
    /// <summary>The trailer with the details, a serialized <c>google.rpc.Status</c>.</summary>
    public const string Trailer = "grpc-status-details-bin";

    private const string InfoType = "/google.rpc.ErrorInfo";
    // Those that are published. The reason is a constant by the definition of ErrorInfo; the metadata is not.
    private static readonly string[] KnownCauses =
        ["FIELD_NOT_IN_TABLE", "MISSING_REQUIRED_COLUMN", "FIELD_OUT_OF_ORDER", "TYPE_INCOMPATIBLE", "FIELD_COUNT_MISMATCH"];

    private const int LongestConstant = 63;
    private const int LongestColumn = 255;
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
            var reasons = new List<string>();
            var metadata = new List<(string Key, string Value)>();
            ReadStatus(new CodedInputStream(bytes), reasons, metadata);
            return reasons.Count == 0 ? null : Of(reasons, metadata, withColumn);
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

    private static ZerobusServiceError Of(List<string> reasons, List<(string Key, string Value)> metadata, bool withColumn)
    {
        var causes = new List<string>();
        foreach (var value in All(metadata, CauseKeys).Concat(reasons[1..]))
        {
            foreach (var cause in value.Split(',', ' '))
            {
                if (KnownCauses.Contains(cause) && !causes.Contains(cause))
                    causes.Add(cause);
            }
        }

        var column = withColumn ? First(metadata, ColumnKeys) : null;
        return new ZerobusServiceError
        {
            Reason = IsConstant(reasons[0]) ? reasons[0] : "",
            Code = int.TryParse(First(metadata, CodeKeys), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                // The service's numbers have four digits.
                && number is >= 1000 and <= 9999
                ? number
                : null,
            Causes = causes,
            Column = column is not null && IsColumn(column) ? column : null,
        };
    }

    // google.rpc.Status: the third field has the details, each a google.protobuf.Any.
    private static void ReadStatus(CodedInputStream input, List<string> reasons, List<(string Key, string Value)> metadata)
    {
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag != Text(3))
            {
                input.SkipLastField();
                continue;
            }

            var (type, value) = ReadPair(input.ReadBytes().CreateCodedInput());
            if (type.ToStringUtf8().EndsWith(InfoType, StringComparison.Ordinal))
                ReadInfo(value.CreateCodedInput(), reasons, metadata);
        }
    }

    private static void ReadInfo(CodedInputStream input, List<string> reasons, List<(string Key, string Value)> metadata)
    {
        var reason = "";
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag == Text(1))
            {
                reason = input.ReadString();
            }
            else if (tag == Text(3))
            {
                var (key, value) = ReadPair(input.ReadBytes().CreateCodedInput());
                metadata.Add((key.ToStringUtf8(), value.ToStringUtf8()));
            }
            else
            {
                input.SkipLastField();
            }
        }

        reasons.Add(reason);
    }

    // An Any and an entry of a map are alike: a text and a value.
    private static (ByteString First, ByteString Second) ReadPair(CodedInputStream input)
    {
        var (first, second) = (ByteString.Empty, ByteString.Empty);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag == Text(1))
                first = input.ReadBytes();
            else if (tag == Text(2))
                second = input.ReadBytes();
            else
                input.SkipLastField();
        }

        return (first, second);
    }

    private static uint Text(int field) => WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited);

    private static string? First(List<(string Key, string Value)> metadata, string[] keys)
    {
        foreach (var value in All(metadata, keys))
            return value;
        return null;
    }

    private static IEnumerable<string> All(List<(string Key, string Value)> metadata, string[] keys)
    {
        foreach (var key in keys)
        {
            foreach (var (name, value) in metadata)
            {
                if (name == key)
                    yield return value;
            }
        }
    }

    private static bool IsConstant(string text)
    {
        if (text.Length is 0 or > LongestConstant || !char.IsAsciiLetterUpper(text[0]))
            return false;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character) && character != '_')
                return false;
        }

        // One word may be a word of a record.
        return text.Contains('_', StringComparison.Ordinal);
    }

    // A path into structs has points.
    private static bool IsColumn(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('_' or '.' or '-' or '$'))
                return false;
        }

        return text.Length is > 0 and <= LongestColumn;
    }
}
