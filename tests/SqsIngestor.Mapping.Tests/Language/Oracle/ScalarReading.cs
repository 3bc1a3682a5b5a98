using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Coercion and transforms of single values, by the tables of the reference.</summary>
internal static partial class ScalarReading
{
    private static readonly JsonSerializerOptions RelaxedOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Coerce(DocumentValue value, FieldKind kind, ColumnModel? column) => (column?.As, column?.Enum) switch
    {
        ("json", _) => WireRow.Text(Json(value)),
        ("timestamp", _) => Micros(value),
        (not null, _) => WireRow.Text(Decimal(value, column.As)),
        (_, not null) => Enum(value),
        _ => kind switch
        {
            FieldKind.Text => value.IsSingle ? WireRow.Text(value.Text) : throw new Refusal("wrong_type"),
            FieldKind.Integer => Integer(value, column?.IsStrict ?? false),
            FieldKind.Bool => value.Kind is JsonValueKind.True or JsonValueKind.False
                ? value.Text
                : throw new Refusal("wrong_type"),
            _ => WireRow.Real(Real(value, column?.IsStrict ?? false)),
        },
    };

    public static string IntegerKey(string name) =>
        long.Parse(Integer(DocumentValue.Computed(name), false), CultureInfo.InvariantCulture) is var key
            && key is < int.MinValue or > int.MaxValue
                ? throw new Refusal("number_range")
                : key.ToString(CultureInfo.InvariantCulture);

    /// <summary>Applies a transform; null if it gives nothing.</summary>
    public static DocumentValue? Transform(DocumentValue value, string transform)
    {
        if (transform is "first" or "last")
        {
            if (value.Kind != JsonValueKind.Array) throw new Refusal("wrong_type");
            return value.Step(null, transform == "first" ? 0 : -1);
        }
        if (transform == "to_json") return DocumentValue.Computed(Json(value));
        if (!value.IsSingle) throw new Refusal("wrong_type");
        return DocumentValue.Computed(transform switch
        {
            "trim" => value.Text.Trim(),
            "upper" => value.Text.ToUpperInvariant(),
            "substring(1)" => value.Text.Length > 0 ? value.Text[1..] : "",
            _ => throw new ArgumentOutOfRangeException(nameof(transform)),
        });
    }

    /// <summary>The JSON text as the source writes it; a computed text has none.</summary>
    private static string Json(DocumentValue value) =>
        value.Raw.Length > 0 ? value.Raw : JsonSerializer.Serialize(value.Text, RelaxedOptions);

    private static string Enum(DocumentValue value)
    {
        if (!value.IsSingle) throw new Refusal("wrong_type");
        return MappingModel.Words.TryGetValue(value.Text, out var word) ? WireRow.Text(word) : throw new Refusal("enum_value");
    }

    private static string Integer(DocumentValue value, bool strict)
    {
        var (digits, exponent) = Digits(value, strict, "number_syntax");
        for (; exponent < 0; exponent++)
        {
            if (digits % 10 != 0) throw new Refusal("number_fraction");
            digits /= 10;
        }
        digits *= BigInteger.Pow(10, exponent);
        return digits >= long.MinValue && digits <= long.MaxValue
            ? digits.ToString(CultureInfo.InvariantCulture)
            : throw new Refusal("number_range");
    }

    private static double Real(DocumentValue value, bool strict)
    {
        Digits(value, strict, "number_syntax");
        var number = double.Parse(value.Text, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw new Refusal("number_range");
    }

    private static string Micros(DocumentValue value)
    {
        var (digits, exponent) = Digits(value, strict: false, "time_syntax");
        exponent += 6;
        // Digits past the microsecond are cut.
        digits = exponent >= 0 ? digits * BigInteger.Pow(10, exponent) : digits / BigInteger.Pow(10, -exponent);
        // The years 1 to 9999.
        if (digits < -62_135_596_800_000_000 || digits > 253_402_300_799_999_999) throw new Refusal("time_range");
        return digits.ToString(CultureInfo.InvariantCulture);
    }

    private static string Decimal(DocumentValue value, string type)
    {
        var sizes = NumberPattern().Matches(type);
        var precision = int.Parse(sizes[0].Value, CultureInfo.InvariantCulture);
        var scale = int.Parse(sizes[1].Value, CultureInfo.InvariantCulture);
        var (digits, exponent) = Digits(value, strict: false, "decimal_syntax");
        for (exponent += scale; exponent < 0; exponent++)
        {
            if (digits % 10 != 0) throw new Refusal("decimal_scale");
            digits /= 10;
        }
        digits *= BigInteger.Pow(10, exponent);
        if (BigInteger.Abs(digits) >= BigInteger.Pow(10, precision)) throw new Refusal("decimal_precision");
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (digits.Sign < 0 ? "-" : "") + text[..^scale] + (scale == 0 ? "" : "." + text[^scale..]);
    }

    /// <summary>A number, or a string with one: its digits without the point, and how many tens to multiply.</summary>
    private static (BigInteger Digits, int Exponent) Digits(DocumentValue value, bool strict, string syntax)
    {
        if (value.Kind != JsonValueKind.Number && (value.Kind != JsonValueKind.String || strict)) throw new Refusal("wrong_type");
        if (DecimalPattern().Match(value.Text) is not { Success: true } match) throw new Refusal(syntax);
        var fraction = match.Groups["f"].Value;
        var exponent = match.Groups["e"].Value is { Length: > 0 } e ? int.Parse(e, CultureInfo.InvariantCulture) : 0;
        return (BigInteger.Parse(match.Groups["w"].Value + fraction, CultureInfo.InvariantCulture), exponent - fraction.Length);
    }

    [GeneratedRegex(@"^(?<w>-?(0|[1-9][0-9]*))(\.(?<f>[0-9]+))?([eE](?<e>[+-]?[0-9]+))?\z")]
    private static partial Regex DecimalPattern();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex NumberPattern();
}
