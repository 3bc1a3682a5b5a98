using System.Diagnostics;
using System.Text.Json;
using System.Text.Unicode;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Records;

/// <summary>Columns that are sent as text: STRING, VARCHAR, CHAR, DECIMAL and VARIANT.</summary>
internal static class TextValue
{
    private const int MaxVariantDepth = 1_000;

    public static object Check(ReadOnlyMemory<byte> utf8, DeltaType type, string path)
    {
        if (!Utf8.IsValid(utf8.Span)) throw new RecordException(RecordFaultCodes.NotUtf8, path, "the text is not UTF-8.");
        switch (type)
        {
            case DecimalType number:
                return PlainDecimal.Parse(utf8.Span, number, path);
            case VarcharType varchar:
                CheckLength(utf8.Span, varchar.Length, type, path);
                return utf8;
            case CharType fixedLength:
                CheckLength(utf8.Span, fixedLength.Length, type, path);
                return utf8;
            case { Kind: DeltaKind.Variant }:
                CheckJson(utf8.Span, path);
                return utf8;
            case { Kind: DeltaKind.String }:
                return utf8;
            default:
                throw new UnreachableException($"{type.Kind}");
        }
    }

    private static void CheckLength(ReadOnlySpan<byte> utf8, int limit, DeltaType type, string path)
    {
        if (utf8.Length <= limit) return;
        var characters = 0;
        foreach (var unit in utf8) characters += (unit & 0xC0) == 0x80 ? 0 : 1;
        if (characters > limit)
        {
            throw new RecordException(
                RecordFaultCodes.TooLong, path, $"the text has {characters} characters, and the column is {type}.");
        }
    }

    private static void CheckJson(ReadOnlySpan<byte> utf8, string path)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxVariantDepth });
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw new RecordException(
                RecordFaultCodes.NotJson, path,
                $"the text is not JSON, from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on.");
        }
    }
}
