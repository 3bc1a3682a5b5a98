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

    public static string Coerce(DocumentValue value, FieldModel field, ColumnModel? column, bool isAuto = false)
    {
        var meaning = isAuto ? TypeReading.Meaning(field.Type) : column?.As;
        var strict = column?.IsStrict ?? false;
        return field.Kind switch
        {
            FieldKind.Text => WireRow.Text(TypeReading.Text(Text(value, field, column, meaning), field.Type)),
            FieldKind.Integer or FieldKind.Small when meaning is not null =>
                TypeReading.Number(TimeReading.Read(value, meaning, isAuto ? "rfc3339" : column!.Formats), field.Type),
            FieldKind.Integer => TypeReading.Number(Integer(value, strict, long.MinValue, long.MaxValue), field.Type),
            FieldKind.Small => TypeReading.Number(Integer(value, strict, int.MinValue, int.MaxValue), field.Type),
            FieldKind.Bool => value.Kind is JsonValueKind.True or JsonValueKind.False
                ? value.Text
                : throw new Refusal("wrong_type"),
            _ => WireRow.Real(Real(value, strict)),
        };
    }

    /// <summary>The name of a member as the key of a MAP.</summary>
    public static string Key(string name, FieldModel map, bool isAuto) =>
        Coerce(DocumentValue.Computed(name), map.KeyField, null, isAuto);

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

    private static string Text(DocumentValue value, FieldModel field, ColumnModel? column, string? meaning)
    {
        if (meaning is "json" or "variant") return Json(value);
        if (meaning is not null) return Decimal(value, meaning);
        if (column?.Enum is null && TypeReading.IsDecimal(field.Type))
            return Decimal(value, field.Type, column?.IsStrict ?? false);
        if (!value.IsSingle) throw new Refusal("wrong_type");
        return column?.Enum is null ? value.Text
            : MappingModel.Words.TryGetValue(value.Text, out var word) ? word : throw new Refusal("enum_value");
    }

    private static BigInteger Integer(DocumentValue value, bool strict, long least, long most)
    {
        var (digits, exponent) = Digits(value, strict, "number_syntax");
        for (; exponent < 0; exponent++)
        {
            if (digits % 10 != 0) throw new Refusal("number_fraction");
            digits /= 10;
        }
        digits *= BigInteger.Pow(10, exponent);
        return digits >= least && digits <= most ? digits : throw new Refusal("number_range");
    }

    private static double Real(DocumentValue value, bool strict)
    {
        Digits(value, strict, "number_syntax");
        var number = double.Parse(value.Text, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw new Refusal("number_range");
    }

    public static string Decimal(DocumentValue value, string type, bool strict = false)
    {
        var (precision, scale) = TypeReading.Sizes(type) is [var p, var s] ? (p, s) : throw new FormatException(type);
        var (digits, exponent) = Digits(value, strict, "decimal_syntax");
        var whole = exponent < 0 ? digits / BigInteger.Pow(10, -exponent) : digits * BigInteger.Pow(10, exponent);
        if (BigInteger.Abs(whole) >= BigInteger.Pow(10, precision - scale)) throw new Refusal("decimal_precision");
        for (exponent += scale; exponent < 0; exponent++)
        {
            if (digits % 10 != 0) throw new Refusal("decimal_scale");
            digits /= 10;
        }
        digits *= BigInteger.Pow(10, exponent);
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (digits.Sign < 0 ? "-" : "") + text[..^scale] + (scale == 0 ? "" : "." + text[^scale..]);
    }

    /// <summary>A number, or a string with one: its digits without the point, and how many tens to multiply.</summary>
    public static (BigInteger Digits, int Exponent) Digits(DocumentValue value, bool strict, string syntax)
    {
        if (value.Kind != JsonValueKind.Number && (value.Kind != JsonValueKind.String || strict)) throw new Refusal("wrong_type");
        if (DecimalPattern().Match(value.Text) is not { Success: true } match) throw new Refusal(syntax);
        var fraction = match.Groups["f"].Value;
        var exponent = match.Groups["e"].Value is { Length: > 0 } e ? int.Parse(e, CultureInfo.InvariantCulture) : 0;
        return (BigInteger.Parse(match.Groups["w"].Value + fraction, CultureInfo.InvariantCulture), exponent - fraction.Length);
    }

    [GeneratedRegex(@"^(?<w>-?(0|[1-9][0-9]*))(\.(?<f>[0-9]+))?([eE](?<e>[+-]?[0-9]+))?\z")]
    private static partial Regex DecimalPattern();
}
