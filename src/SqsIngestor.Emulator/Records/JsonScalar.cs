using System.Globalization;
using System.Text;
using System.Text.Json;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>Scalars of a JSON record: numbers as numbers or text, bytes as base64.</summary>
internal static class JsonScalar
{
    public static object Read(JsonElement element, DeltaType type, string path)
    {
        var text = element.ValueKind switch
        {
            JsonValueKind.String => Text(element, path),
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };
        return type.Kind switch
        {
            DeltaKind.Boolean when element.ValueKind is JsonValueKind.True or JsonValueKind.False => element.GetBoolean(),
            DeltaKind.TinyInt or DeltaKind.SmallInt or DeltaKind.Int or DeltaKind.Date =>
                ScalarValue.Integer(Whole(text, path), type.Kind, path),
            DeltaKind.BigInt or DeltaKind.Timestamp or DeltaKind.TimestampNtz => Whole(text, path),
            DeltaKind.Float => (float)Floating(text, path),
            DeltaKind.Double => Floating(text, path),
            DeltaKind.Binary when element.ValueKind == JsonValueKind.String => Bytes(element, path),
            DeltaKind.Decimal when text is not null => TextValue.Check(Encoding.UTF8.GetBytes(text), type, path),
            DeltaKind.Variant =>
                TextValue.Check(
                    Encoding.UTF8.GetBytes(element.ValueKind == JsonValueKind.String ? text! : element.GetRawText()), type, path),
            DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char when element.ValueKind == JsonValueKind.String
                => TextValue.Check(Encoding.UTF8.GetBytes(text!), type, path),
            _ => throw Wrong(path, $"a value for {type}"),
        };
    }

    public static object ReadKey(string name, DeltaType type, string path) => type.Kind switch
    {
        DeltaKind.Boolean => name switch
        {
            "true" => true,
            "false" => false,
            _ => throw Wrong(path, "true or false"),
        },
        DeltaKind.BigInt or DeltaKind.Timestamp or DeltaKind.TimestampNtz => Whole(name, path),
        DeltaKind.TinyInt or DeltaKind.SmallInt or DeltaKind.Int or DeltaKind.Date =>
            ScalarValue.Integer(Whole(name, path), type.Kind, path),
        DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char => TextValue.Check(Encoding.UTF8.GetBytes(name), type, path),
        _ => throw Wrong(path, $"a key for {type}"),
    };

    public static RecordException Wrong(string path, string expected) =>
        new(RecordFaultCodes.WrongJsonType, path, $"{expected} is needed.");

    private static string Text(JsonElement element, string path)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RecordException(RecordFaultCodes.NotUtf8, path, "the text is not Unicode.");
        }
    }

    private static long Whole(string? text, string path) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(path, "a whole number of at most 64 bits");

    private static double Floating(string? text, string path) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            // Digits that are beyond the range become infinite; the words NaN and Infinity are meant.
            && (double.IsFinite(number) || text!.Contains('n', StringComparison.OrdinalIgnoreCase))
            ? number
            : throw Wrong(path, "a number");

    private static ReadOnlyMemory<byte> Bytes(JsonElement element, string path) =>
        element.TryGetBytesFromBase64(out var bytes) ? bytes : throw Wrong(path, "base64");
}
