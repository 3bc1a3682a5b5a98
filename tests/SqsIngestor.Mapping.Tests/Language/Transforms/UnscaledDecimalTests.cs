using System.Globalization;
using System.Numerics;
using CsCheck;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Mapping.Tests.Language.Transforms;

public sealed class UnscaledDecimalTests
{
    [Theory]
    [InlineData(4, "CSo=", "0.2346")]
    [InlineData(0, "AA==", "0")]
    [InlineData(2, "AA==", "0.00")]
    [InlineData(2, "/w==", "-0.01")]
    [InlineData(0, "gA==", "-128")]
    [InlineData(2, "MDk=", "123.45")]
    [InlineData(0, "f////////////////////w==", "170141183460469231731687303715884105727")]
    [InlineData(0, "gAAAAAAAAAAAAAAAAAAAAA==", "-170141183460469231731687303715884105728")]
    [InlineData(0, "AAAAAAAAAAAAAAAAAAAAAAAAAAE=", "1")]
    [InlineData(0, "////////////////////////////", "-1")]
    [InlineData(0, "AIAAAAAAAAAAAAAAAAAAAAA=", "number_range")]
    [InlineData(0, "", "number_syntax")]
    [InlineData(0, "AQ==AQ==", "base64")]
    public void Apply_Bytes_IsTheNumber(int scale, string base64, string expected)
    {
        Assert.Equal(expected, Outcome(Plan(scale), base64));
        if (expected != "base64") Assert.Equal(expected, Outcome(Plan(scale, "base64_decode, "), base64));
    }

    [Fact]
    public void Apply_AnyNumber_IsItsDecimal() =>
        Gen.Select(Gen.Long, Gen.ULong, Gen.Int[0, 38]).Sample(
            (high, low, scale) =>
            {
                var number = (new BigInteger(high) << 64) + low;
                var digits = BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
                var expected = (number.Sign < 0 ? "-" : "") + digits[..^scale] + (scale > 0 ? "." + digits[^scale..] : "");

                var bytes = number.ToByteArray(isUnsigned: false, isBigEndian: true);
                Assert.Equal(expected, Outcome(Plan(scale), Convert.ToBase64String(bytes)));
            },
            iter: 300);

    [Theory]
    [InlineData("""{"scale":4,"value":"CSo="}""", "0.2346")]
    [InlineData("""{"value":"MDk=","scale":0}""", "12345")]
    [InlineData("""{"scale":39,"value":"CSo="}""", "number_range")]
    [InlineData("""{"scale":-1,"value":"CSo="}""", "number_range")]
    [InlineData("""{"scale":4}""", "wrong_type")]
    [InlineData("\"CSo=\"", "wrong_type")]
    public void Apply_ObjectWithItsScale_IsTheNumber(string json, string expected)
    {
        var plan = OneColumn.Plan("string_value", "{ from: $.body.v, transform: unscaled_decimal }");

        var error = OneColumn.ErrorOf(plan, json);

        Assert.Equal(expected, error == "none" ? OneColumn.Encode(plan, json).StringValue : error);
    }

    [Fact]
    public void Compile_ScaleOfMoreDigitsThanADecimalHas_IsADiagnostic() =>
        Assert.Contains("at most 38 digits", OneColumn.Diagnose(
            "string_value", "{ from: $.body.v, transform: unscaled_decimal(39) }"), StringComparison.Ordinal);

    private static MappingPlan Plan(int scale, string before = "") =>
        OneColumn.Plan("string_value", $"{{ from: $.body.v, transform: [{before}unscaled_decimal({scale})] }}");

    private static string Outcome(MappingPlan plan, string text)
    {
        var error = OneColumn.ErrorOf(plan, $"\"{text}\"");
        return error == "none" ? OneColumn.Encode(plan, $"\"{text}\"").StringValue : error;
    }
}
