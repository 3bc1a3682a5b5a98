using System.Globalization;
using System.Numerics;
using CsCheck;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Mapping.Tests.Records.Scalars;

public sealed class DecimalTests
{
    private static readonly MappingPlan Money = Decimal("decimal(18,2)");

    [Theory]
    [InlineData("12.30", "12.30")]
    [InlineData("\"12.3\"", "12.30")]
    [InlineData("12", "12.00")]
    [InlineData("1.23e1", "12.30")]
    [InlineData("123E-1", "12.30")]
    [InlineData("0.000123e5", "12.30")]
    [InlineData("0.5", "0.50")]
    [InlineData("-0.5", "-0.50")]
    [InlineData("0", "0.00")]
    [InlineData("-0", "0.00")]
    [InlineData("0e999999999999", "0.00")]
    [InlineData("1.100000000000000000000000000000000000000000", "1.10")]
    [InlineData("9999999999999999.99", "9999999999999999.99")]
    [InlineData("\"\\u0031.5\"", "1.50")]
    public void Decimal_AnySpelling_IsCanonical(string json, string expected) =>
        Assert.Equal(expected, OneColumn.Encode(Money, json).StringValue);

    [Theory]
    [InlineData("1.005", "decimal_scale")]
    [InlineData("1e-3", "decimal_scale")]
    [InlineData("1e-999999999", "decimal_scale")]
    [InlineData("10000000000000000", "decimal_precision")]
    [InlineData("1e400", "decimal_precision")]
    [InlineData("1e99999999999999999999", "decimal_precision")]
    [InlineData("\"x\"", "decimal_syntax")]
    [InlineData("\"\"", "decimal_syntax")]
    [InlineData("\"+1\"", "decimal_syntax")]
    [InlineData("\"1,5\"", "decimal_syntax")]
    [InlineData("\"NaN\"", "decimal_syntax")]
    [InlineData("\"01\"", "decimal_syntax")]
    [InlineData("true", "wrong_type")]
    [InlineData("[]", "wrong_type")]
    public void Decimal_ThatDoesNotFit_FailsWithCode(string json, string code) =>
        Assert.Equal(code, OneColumn.ErrorOf(Money, json));

    [Theory]
    [InlineData("half_even", "1.005", "1.00")]
    [InlineData("half_even", "1.015", "1.02")]
    [InlineData("half_even", "1.0050000000000000000000000000000001", "1.01")]
    [InlineData("half_even", "-1.015", "-1.02")]
    [InlineData("half_even", "9.999", "10.00")]
    [InlineData("half_even", "0.995", "1.00")]
    [InlineData("half_even", "0.005", "0.00")]
    [InlineData("half_even", "-0.001", "0.00")]
    [InlineData("half_even", "5e-3", "0.00")]
    [InlineData("half_even", "6e-3", "0.01")]
    [InlineData("half_even", "9e-4", "0.00")]
    [InlineData("down", "1.999", "1.99")]
    [InlineData("down", "-1.999", "-1.99")]
    [InlineData("down", "-0.009", "0.00")]
    [InlineData("fail", "1.990", "1.99")]
    public void Decimal_Rounding_IsAsAsked(string round, string json, string expected) =>
        Assert.Equal(expected, OneColumn.Encode(Decimal("decimal(18,2)", $", round: {round}"), json).StringValue);

    [Theory]
    [InlineData("decimal(4,2)", "99.995", "decimal_precision")]
    [InlineData("decimal(2,2)", "0.995", "decimal_precision")]
    [InlineData("decimal(2,2)", "1", "decimal_precision")]
    public void Decimal_RoundedBeyondItsPrecision_Fails(string type, string json, string code) =>
        Assert.Equal(code, OneColumn.ErrorOf(Decimal(type, ", round: half_even"), json));

    [Theory]
    [InlineData("decimal(2,2)", "0.99", "0.99")]
    [InlineData("decimal(38,38)", "0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678")]
    [InlineData("decimal(38,0)", "99999999999999999999999999999999999999", "99999999999999999999999999999999999999")]
    [InlineData("decimal(38,0)", "1e37", "10000000000000000000000000000000000000")]
    [InlineData("decimal( 5 , 0 )", "12345", "12345")]
    public void Decimal_AtTheEdges_Fits(string type, string json, string expected) =>
        Assert.Equal(expected, OneColumn.Encode(Decimal(type), json).StringValue);

    [Fact]
    public void Decimal_Strict_TakesNoStrings() =>
        Assert.Equal("wrong_type", OneColumn.ErrorOf(Decimal("decimal(5,2)", ", strict: true"), "\"1\""));

    [Fact]
    public void Decimal_ArrayAndMap_CoerceEveryElement()
    {
        Assert.Equal(
            ["1.0", "2.5"],
            OneColumn.Encode(OneColumn.Plan("strings", "{ from: $.body.v, as: 'decimal(3,1)' }"), "[1,\"2.5\"]").Strings);
        Assert.Equal(
            "1.0",
            OneColumn.Encode(OneColumn.Plan("by_number", "{ from: $.body.v, as: 'decimal(3,1)' }"), "{\"7\":1}").ByNumber[7]);
    }

    [Fact]
    public void Decimal_AnyNumber_AgreesWithBigInteger() =>
        Gen.Select(Gen.Long, Gen.Int[-25, 12], Gen.Int[0, 10], Gen.Int[0, 2]).Sample((digits, exponent, scale, rounding) =>
        {
            var plan =
                Decimal($"decimal(38,{scale})", ", round: " + (rounding == 0 ? "fail" : rounding == 1 ? "half_even" : "down"));
            var json = $"{digits.ToString(CultureInfo.InvariantCulture)}e{exponent.ToString(CultureInfo.InvariantCulture)}";
            var expected = Expected(digits, exponent + scale, rounding) is not { } scaled ? "decimal_scale"
                : BigInteger.Abs(scaled) >= BigInteger.Pow(10, 38) ? "decimal_precision" : Text(scaled, scale);
            var actual = OneColumn.ErrorOf(plan, json) is not "none" and var code
                ? code
                : OneColumn.Encode(plan, json).StringValue;
            Assert.Equal(expected, actual);
        }, iter: 500);

    [Fact]
    public void Decimal_AnyText_NeverThrows() => Gen.String[Gen.Char["0123456789.-+eE "], 0, 60].Sample(
        text => OneColumn.ErrorOf(Money, System.Text.Json.JsonSerializer.Serialize(text))
            is "none" or "decimal_syntax" or "decimal_scale" or "decimal_precision",
        iter: 2_000);

    private static BigInteger? Expected(BigInteger digits, int power, int rounding)
    {
        if (power >= 0) return digits * BigInteger.Pow(10, power);
        var divisor = BigInteger.Pow(10, -power);
        var quotient = BigInteger.DivRem(digits, divisor, out var rest);
        if (rest.IsZero || rounding == 2) return quotient;
        if (rounding == 0) return null;
        var twice = BigInteger.Abs(rest) * 2;
        return twice > divisor || (twice == divisor && !quotient.IsEven) ? quotient + digits.Sign : quotient;
    }

    private static string Text(BigInteger scaled, int scale)
    {
        var digits = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (scaled.Sign < 0 ? "-" : "") + digits[..^scale] + (scale > 0 ? "." + digits[^scale..] : "");
    }

    private static MappingPlan Decimal(string type, string options = "") =>
        OneColumn.Plan("string_value", $"{{ from: $.body.v, as: '{type}'{options} }}");
}
