using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>One scalar of a record as its Delta meaning.</summary>
internal static class RowScalar
{
    public static void Write(Utf8JsonWriter writer, FieldDescriptor field, object value, FieldMeaning? meaning)
    {
        switch (value)
        {
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number when meaning?.TimeText?.Invoke(number) is { } time:
                writer.WriteStringValue(time);
                break;
            case long or ulong:
                writer.WriteRawValue(Text(field, value, null));
                break;
            // A number that the enum does not have stays a number.
            case int number when field.EnumType.FindValueByNumber(number) is null:
                writer.WriteNumberValue(number);
                break;
            case float f when float.IsFinite(f):
                writer.WriteNumberValue(f);
                break;
            case double d when double.IsFinite(d):
                writer.WriteNumberValue(d);
                break;
            case string json when meaning is { IsJson: true } && IsJson(json):
                writer.WriteRawValue(json, skipInputValidation: true);
                break;
            default:
                writer.WriteStringValue(Text(field, value, meaning));
                break;
        }
    }

    public static string Text(FieldDescriptor field, object value, FieldMeaning? meaning) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToBase64String(bytes),
        int number => field.EnumType.FindValueByNumber(number)?.Name ?? number.ToString(CultureInfo.InvariantCulture),
        long number => meaning?.TimeText?.Invoke(number) ?? number.ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new UnreachableException(),
    };

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
