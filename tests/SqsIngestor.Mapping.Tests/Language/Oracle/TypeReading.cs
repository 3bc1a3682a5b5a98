using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>What a column takes by its Delta type, by the table "What the table takes" of the reference.</summary>
internal static partial class TypeReading
{
    /// <summary>The <c>as</c> that <c>auto</c> gives a field of a type; null for none.</summary>
    public static string? Meaning(string type) => Word(type) switch
    {
        "DECIMAL" => type.ToLowerInvariant(),
        "DATE" or "TIMESTAMP" or "TIMESTAMP_NTZ" or "VARIANT" => type.ToLowerInvariant(),
        _ => null,
    };

    public static bool IsDecimal(string type) => Word(type) == "DECIMAL";

    /// <summary>Text that the column takes.</summary>
    public static string Text(string text, string type)
    {
        switch (Word(type))
        {
            case "VARCHAR" or "CHAR":
                return text.EnumerateRunes().Count() <= Sizes(type)[0] ? text : throw new Refusal("text_length");
            case "DECIMAL":
                // The table has no exponents.
                if (text.Contains('e', StringComparison.OrdinalIgnoreCase)) throw new Refusal("decimal_syntax");
                ScalarReading.Decimal(DocumentValue.Computed(text), type);
                return text;
            case "VARIANT":
                try
                {
                    return HasNameTwice(DocumentValue.Parse(text, "")) ? throw new Refusal("duplicate_key") : text;
                }
                catch (JsonException)
                {
                    throw new Refusal("json_syntax");
                }
            default:
                return text;
        }
    }

    /// <summary>A number that the column takes.</summary>
    public static string Number(BigInteger number, string type)
    {
        var code = Word(type) switch
        {
            "TINYINT" => number >= sbyte.MinValue && number <= sbyte.MaxValue ? "" : "number_range",
            "SMALLINT" => number >= short.MinValue && number <= short.MaxValue ? "" : "number_range",
            "DATE" => TimeReading.IsDay(number) ? "" : "time_range",
            "TIMESTAMP" or "TIMESTAMP_NTZ" => number >= TimeReading.First && number <= TimeReading.Last ? "" : "time_range",
            _ => "",
        };
        return code.Length == 0 ? number.ToString(CultureInfo.InvariantCulture) : throw new Refusal(code);
    }

    /// <summary>The precision and scale of a decimal, or the length of a text.</summary>
    public static int[] Sizes(string type) =>
        [.. NumberPattern().Matches(type).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];

    private static string Word(string type) => type.Split('(')[0];

    private static bool HasNameTwice(DocumentValue value) =>
        value.Members.DistinctBy(m => m.Name).Count() < value.Members.Count || value.Children.Any(HasNameTwice);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex NumberPattern();
}
