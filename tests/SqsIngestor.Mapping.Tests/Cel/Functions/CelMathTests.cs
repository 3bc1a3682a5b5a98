namespace SqsIngestor.Mapping.Tests.Cel.Functions;

public sealed class CelMathTests
{
    private const string Input = """{"x":[3,7.5,-1],"y":2.5,"a":12345678901234567.25,"b":[]}""";

    [Theory]
    [InlineData("math.greatest(4)", "4")]
    [InlineData("math.greatest(-4, 2)", "2")]
    [InlineData("math.greatest(2, 2.5, 2u)", "2.5")]
    [InlineData("math.greatest([2, 9, 4])", "9")]
    [InlineData("math.greatest(9223372036854775807, 18446744073709551615u)", "18446744073709551615u")]
    [InlineData("math.greatest(1, 2, 3, 4, 5, 6, 7)", "7")]
    [InlineData("math.least(1, 2, 3, 4, -5, 6, 7)", "-5")]
    [InlineData("math.least(2.5, 2)", "2")]
    [InlineData("math.least([2u])", "2u")]
    [InlineData("math.greatest(x)", "7.5")]
    [InlineData("math.least(x)", "-1")]
    [InlineData("math.greatest(x[0], y)", "3")]
    [InlineData("math.greatest(b)", "invalid_argument")]
    [InlineData("math.least(dyn('a'))", "no_matching_overload")]
    [InlineData("math.least(1, dyn('a'))", "no_matching_overload")]
    [InlineData("math.least(dyn([1, 'a']))", "no_matching_overload")]
    [InlineData("string(math.greatest(a, 1.0))", "\"12345678901234567.25\"")]
    public void Evaluate_Extreme_ComparesNumbersOfAllTypes(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("math.ceil(1.1)", "2.0")]
    [InlineData("math.ceil(-1.9)", "-1.0")]
    [InlineData("math.floor(1.9)", "1.0")]
    [InlineData("math.floor(y)", "2.0")]
    [InlineData("math.round(2.5)", "3.0")]
    [InlineData("math.round(-2.5)", "-3.0")]
    [InlineData("math.round(0.4999999)", "0.0")]
    [InlineData("math.trunc(-1.9)", "-1.0")]
    [InlineData("math.ceil(x[0])", "no_matching_overload")]
    [InlineData("math.ceil(double(x[0]))", "3.0")]
    [InlineData("math.isNaN(math.floor(0.0 / 0.0))", "true")]
    [InlineData("math.abs(-7)", "7")]
    [InlineData("math.abs(-7.5)", "7.5")]
    [InlineData("math.abs(7u)", "7u")]
    [InlineData("math.abs(dyn(-9223372036854775807 - 1))", "overflow")]
    [InlineData("math.sign(-7)", "-1")]
    [InlineData("math.sign(7u)", "1u")]
    [InlineData("math.sign(0u)", "0u")]
    [InlineData("math.sign(-0.1)", "-1.0")]
    [InlineData("math.isNaN(math.sign(0.0 / 0.0))", "true")]
    [InlineData("math.sqrt(2.25)", "1.5")]
    [InlineData("math.sqrt(9u)", "3.0")]
    [InlineData("math.isNaN(math.sqrt(-1))", "true")]
    [InlineData("math.isNaN(1.0)", "false")]
    [InlineData("math.isInf(-1.0 / 0.0)", "true")]
    [InlineData("math.isInf(0.0 / 0.0)", "false")]
    [InlineData("math.isFinite(1.0 / 0.0)", "false")]
    [InlineData("math.isFinite(0.0 / 0.0)", "false")]
    public void Evaluate_Rounding_KeepsTheType(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("math.bitAnd(12, 10)", "8")]
    [InlineData("math.bitOr(12, 10)", "14")]
    [InlineData("math.bitXor(12u, 10u)", "6u")]
    [InlineData("math.bitAnd(-1, 255)", "255")]
    [InlineData("math.bitNot(0)", "-1")]
    [InlineData("math.bitNot(0u)", "18446744073709551615u")]
    [InlineData("math.bitShiftLeft(1, 63)", "-9223372036854775808")]
    [InlineData("math.bitShiftLeft(1, 64)", "0")]
    [InlineData("math.bitShiftLeft(3u, 1)", "6u")]
    [InlineData("math.bitShiftRight(-1, 63)", "1")]
    [InlineData("math.bitShiftRight(-1, 64)", "0")]
    [InlineData("math.bitShiftRight(8u, 0)", "8u")]
    [InlineData("math.bitShiftLeft(1, -1)", "invalid_argument")]
    [InlineData("math.bitShiftRight(1u, -9223372036854775808)", "invalid_argument")]
    [InlineData("math.bitAnd(1, dyn(1u))", "no_matching_overload")]
    public void Evaluate_Bits_AreThoseOf64BitIntegers(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text));
}
