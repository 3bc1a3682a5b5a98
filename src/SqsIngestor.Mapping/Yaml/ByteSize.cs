using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Yaml;

/// <summary>Sizes: a number of bytes, with or without a unit: B, KiB, MiB.</summary>
internal static class ByteSize
{
    /// <summary>The text of a size, as a regular expression.</summary>
    public const string Pattern = "0*[1-9][0-9]* *(?:B|KiB|MiB)? *";

    /// <summary>A size as a file writes it: 8MiB, 256KiB, 1000.</summary>
    public static string Format(int bytes) =>
        bytes % (1024 * 1024) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024)}MiB")
        : bytes % 1024 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024}KiB")
        : bytes.ToString(CultureInfo.InvariantCulture);

    public static int? Parse(YamlScalar scalar, DiagnosticBag diagnostics)
    {
        var text = scalar.Value;
        var digits = text.TrimEnd("BKMibkm ".ToCharArray());
        int? factor = text[digits.Length..].Trim() switch { "" or "B" => 1, "KiB" => 1024, "MiB" => 1024 * 1024, _ => null };
        if (factor is { } unit
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && number <= int.MaxValue / unit)
        {
            return (int)(number * unit);
        }
        diagnostics.Add(
            DiagnosticCodes.WrongValue, scalar.Position, $"'{text}' is not a size",
            "a number of bytes, or one with KiB or MiB: 256KiB");
        return null;
    }
}
