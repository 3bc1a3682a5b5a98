using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary><c>as: decimal(p,s)</c> with <c>round</c>.</summary>
internal static class DecimalMeaning
{
    public const string Word = "decimal";

    /// <summary>
    /// What <see cref="TryParse"/> reads after the word, as a regular expression. It does not compare the two numbers.
    /// </summary>
    public static string ParametersPattern { get; } =
        @"\s*\(\s*" + UpTo(1, DecimalCodec.MaxPrecision) + @"\s*,\s*" + UpTo(0, DecimalCodec.MaxPrecision) + @"\s*\)";

    /// <summary>The codec; null after a diagnostic.</summary>
    public static ScalarCodec? Create(YamlScalar meaning, ColumnOptions options, DiagnosticBag diagnostics)
    {
        if (!TryParse(meaning.Value, out var precision, out var scale))
        {
            diagnostics.Add(DiagnosticCodes.DecimalForm, meaning.Position,
                $"'{meaning.Value}' is not a decimal type; "
                + $"it needs 1 to {DecimalCodec.MaxPrecision} digits in all and at most as many after the point",
                "as: \"decimal(18,2)\"");
            return null;
        }
        return Round(options.Round, diagnostics) is { } rounding
            ? new DecimalCodec(precision, scale, rounding, options.Strict)
            : null;
    }

    /// <summary>Reads <c>decimal(p,s)</c>.</summary>
    public static bool TryParse(string text, out int precision, out int scale)
    {
        (precision, scale) = (0, 0);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        return open >= 0 && text.EndsWith(')') && text[(open + 1)..^1].Split(',') is [var first, var second]
            && TryCount(first, out precision) && TryCount(second, out scale)
            && precision is > 0 and <= DecimalCodec.MaxPrecision && scale <= precision;
    }

    /// <summary>The numbers from 0 or 1 to a number of two digits, as a regular expression.</summary>
    private static string UpTo(int first, int last) =>
        string.Create(CultureInfo.InvariantCulture, $"0*(?:[{first}-9]|[1-{(last / 10) - 1}][0-9]|{last / 10}[0-{last % 10}])");

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out count);

    /// <summary>How to round; null after a diagnostic.</summary>
    public static DecimalRounding? Round(YamlScalar? round, DiagnosticBag diagnostics)
    {
        if (round is null) return ColumnOptionsReader.DefaultRounding;
        if (ColumnOptionsReader.RoundWords.Find(round.Value) is { } rounding) return rounding;
        var words = ColumnOptionsReader.RoundWords.All;
        diagnostics.Add(DiagnosticCodes.WrongValue, round.Position,
            $"'{round.Value}' is not a value of 'round'; it takes {string.Join(", ", words)}", Nearest.Hint(round.Value, words));
        return null;
    }
}
