using System.CommandLine;
using System.Globalization;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Commands;

/// <summary>An option whose value is a duration: <c>150ms</c>, <c>5s</c>, <c>2m</c>, or seconds without a unit.</summary>
internal static class DurationOption
{
    /// <summary>Creates the option.</summary>
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it sets.</param>
    /// <param name="usual">The default.</param>
    /// <param name="most">The longest duration that it takes.</param>
    public static Option<TimeSpan> Create(string name, string description, TimeSpan usual, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0) return usual;
            if (TryParse(result.Tokens[0].Value, out var value) && value <= most) return value;
            result.AddError(
                $"'{result.Tokens[0].Value}' is not a duration for {name}. "
                    + $"Write for example 150ms, 5s or 2m; the longest is {Quantity.Duration(most)}.");
            return default;
        },
    };

    /// <summary>Reads a duration that is not negative.</summary>
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
        if (milliseconds is null
            || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > 1e9)
        {
            return false;
        }
        value = TimeSpan.FromMilliseconds(number * milliseconds.Value);
        return true;
    }
}
