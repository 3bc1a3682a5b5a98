using System.CommandLine;
using System.Globalization;

namespace SqsIngestor.Cli.Serve;

/// <summary>An option whose value is a time span: <c>150ms</c>, <c>5s</c>, <c>2m</c>, or seconds without a unit.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan> Create(string name, string description, TimeSpan usual, TimeSpan most) => new(name)
    {
        Description = $"{description} Default: {Text(usual)}.",
        HelpName = "TIME",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (TryParse(result.Tokens[0].Value, out var value) && value <= most) return value;
            result.AddError($"'{result.Tokens[0].Value}' is no time for {name}, such as 150ms, 5s or 2m, up to {Text(most)}.");
            return default;
        },
    };

    /// <summary>Reads a time span that is not negative.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        var digits = text.TrimEnd('m', 's');
        double? milliseconds = text[digits.Length..] switch
        {
            "ms" => 1,
            "s" or "" => 1000,
            "m" => 60_000,
            _ => null,
        };
        value = default;
        if (milliseconds is null || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e9) return false;
        value = TimeSpan.FromMilliseconds(number * milliseconds.Value);
        return true;
    }

    private static string Text(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###}s");
}
