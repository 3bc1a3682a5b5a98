using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Comparisons of values with texts that are known.</summary>
internal static class SourceValueText
{
    /// <summary>Whether it is a string with this value.</summary>
    public static bool IsText(this SourceValue value, ReadOnlySpan<byte> text) =>
        value.Kind == ValueKind.String && JsonText.NameEquals(value.Text, value.Escaped, text);
}
