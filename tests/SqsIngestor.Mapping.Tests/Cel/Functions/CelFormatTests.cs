using System.Globalization;

namespace SqsIngestor.Mapping.Tests.Cel.Functions;

public sealed class CelFormatTests
{
    [Theory]
    [InlineData("'none'.format([])", "none")]
    [InlineData("'%s is %s'.format(['a', 1])", "a is 1")]
    [InlineData("'100%%'.format([])", "100%")]
    [InlineData("'%s|%s|%s'.format([null, true, b'z'])", "null|true|z")]
    [InlineData("'%s'.format([1e21])", "1e+21")]
    [InlineData("'%s'.format([int])", "int")]
    [InlineData("'%s'.format([[1, ['a', null], {}, []]])", "[1, [a, null], {}, []]")]
    [InlineData("'%s'.format([{'b': 1, 'a': [2.5], 10: true}])", "{10: true, a: [2.5], b: 1}")]
    [InlineData("'%s'.format([timestamp('2026-03-05T07:08:09Z')])", "2026-03-05T07:08:09Z")]
    [InlineData("'%s'.format([duration('90s')])", "90s")]
    [InlineData("'%s %s'.format(x)", "{k: [1, 2]} é")]
    [InlineData("'%d %d %d'.format([-7, 7u, 2.5])", "-7 7 2.5")]
    [InlineData("'%d %d'.format([double('NaN'), double('-Infinity')])", "NaN -Infinity")]
    [InlineData("'%b %b %b %b'.format([10, -10, 3u, false])", "1010 -1010 11 0")]
    [InlineData("'%o %o %o'.format([64, -8, 18446744073709551615u])", "100 -10 1777777777777777777777")]
    [InlineData("'%x %X %x'.format([255, 255u, -255])", "ff FF -ff")]
    [InlineData("'%x %X'.format(['äz', b'\\x0f\\xa0'])", "c3a47a 0FA0")]
    [InlineData("'%b'.format([-9223372036854775808])", "-1000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("'%x'.format([-9223372036854775808])", "-8000000000000000")]
    [InlineData("y.format([1])", "<1>")]
    public void Evaluate_Format_WritesValues(string text, string expected) =>
        Assert.Equal(expected, Evaluate(text, """{"x":[{"k":[1,2]},"\u00e9"],"y":"<%d>"}"""));

    [Theory]
    [InlineData("'%f'.format([1.5])", "1.500000")]
    [InlineData("'%f'.format([3])", "3.000000")]
    [InlineData("'%.0f'.format([0.5])", "0")]
    [InlineData("'%.0f'.format([1.5])", "2")]
    [InlineData("'%.0f'.format([2.5])", "2")]
    [InlineData("'%.0f'.format([-2.5])", "-2")]
    [InlineData("'%.0f'.format([9.5])", "10")]
    [InlineData("'%.0f'.format([8.5])", "8")]
    [InlineData("'%.1f'.format([0.25])", "0.2")]
    [InlineData("'%.1f'.format([0.75])", "0.8")]
    [InlineData("'%.2f'.format([1.005])", "1.00")]
    [InlineData("'%.2f'.format([2.675])", "2.67")]
    [InlineData("'%.3f'.format([0.0625])", "0.062")]
    [InlineData("'%.3f'.format([0.1875])", "0.188")]
    [InlineData("'%.2f'.format([-0.001])", "-0.00")]
    [InlineData("'%.1f'.format([1e15])", "1000000000000000.0")]
    [InlineData("'%e'.format([0.0])", "0.000000e+00")]
    [InlineData("'%.2e'.format([12345.678])", "1.23e+04")]
    [InlineData("'%.1e'.format([2.5e-7])", "2.5e-07")]
    [InlineData("'%.0e'.format([25.0])", "2e+01")]
    [InlineData("'%.0e'.format([35.0])", "4e+01")]
    [InlineData("'%.0e'.format([9.5])", "1e+01")]
    [InlineData("'%.0e'.format([2.5])", "2e+00")]
    [InlineData("'%.1e'.format([1.5e300])", "1.5e+300")]
    [InlineData("'%.f'.format([2.4])", "2")]
    public void Evaluate_Format_RoundsHalvesToEven(string text, string expected) => Assert.Equal(expected, Evaluate(text));

    [Theory]
    [InlineData("y.format([1])", "%a", "invalid_argument")]
    [InlineData("y.format([1])", "%", "invalid_argument")]
    [InlineData("y.format([1])", "a%.", "invalid_argument")]
    [InlineData("y.format([1])", "%.2", "invalid_argument")]
    [InlineData("y.format([1.0])", "%.1001f", "invalid_argument")]
    [InlineData("y.format([1])", "%E", "invalid_argument")]
    [InlineData("y.format([])", "%s", "index_out_of_range")]
    [InlineData("y.format([1])", "%d%d", "index_out_of_range")]
    [InlineData("y.format(['1'])", "%d", "no_matching_overload")]
    [InlineData("y.format([null])", "%f", "no_matching_overload")]
    [InlineData("y.format([1.5])", "%b", "no_matching_overload")]
    [InlineData("y.format([true])", "%o", "no_matching_overload")]
    [InlineData("y.format([[1]])", "%x", "no_matching_overload")]
    [InlineData("y.format([optional.of(1)])", "%s", "no_matching_overload")]
    [InlineData("y.format([b'\\xff'])", "%s", "invalid_text")]
    [InlineData("y.format(y)", "%s", "no_matching_overload")]
    [InlineData("dyn(1).format([1])", "", "no_matching_overload")]
    public void Evaluate_FormatThatDoesNotFit_IsAnError(string text, string format, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, $$"""{"y":"{{format}}"}"""));

    [Fact]
    public void Evaluate_FormatOfDeepLists_StopsAtTheLimit()
    {
        var json = $$"""{"x":{{new string('[', 300)}}{{new string(']', 300)}}}""";

        Assert.Equal("depth_limit", CelRun.Evaluate("'%s'.format([x])", json));
    }

    [Fact]
    public void Evaluate_FormatOfHalves_AgreesWithTheDecimals()
    {
        // Eighths have three digits, so a decimal is exact.
        for (var eighths = -800; eighths <= 800; eighths++)
        {
            var exact = eighths / 8m;
            for (var digits = 0; digits <= 3; digits++)
            {
                var expected = Math.Round(exact, digits, MidpointRounding.ToEven)
                    .ToString($"F{digits}", CultureInfo.InvariantCulture);
                var text = string.Create(CultureInfo.InvariantCulture, $"'%.{digits}f'.format([{eighths}.0 / 8.0])");
                Assert.Equal(expected.TrimStart('-'), Evaluate(text).TrimStart('-'));
            }
        }
    }

    private static string Evaluate(string text, string json = "{}")
    {
        var shown = CelRun.Evaluate(text, json);
        return shown.StartsWith('"') ? shown[1..^1] : shown;
    }
}
