using System.Text;
using CsCheck;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Protos;

namespace SqsIngestor.Mapping.Tests.Records.Sources;

public sealed class ExpressionDigitsTests
{
    /// <summary>Numbers of JSON within the range of a double.</summary>
    private static readonly Gen<string> Numbers = Gen.Select(
        Gen.OneOf(Gen.Const(""), Gen.Const("-")),
        Gen.OneOf(Gen.Const("0"), Gen.Select(Gen.Int[1, 9], Digits(0, 30), (first, rest) => first + rest)),
        Gen.OneOf(Gen.Const(""), Digits(1, 30).Select(digits => "." + digits)),
        Gen.OneOf(Gen.Const(""), Gen.Int[-99, 99].Select(power => "e" + power), Gen.Int[0, 99].Select(power => "E+" + power)),
        (sign, whole, fraction, exponent) => sign + whole + fraction + exponent);

    [Theory]
    [InlineData("has(body.v) ? body.v : 0")]
    [InlineData("dyn(body).v")]
    [InlineData("size([body.v]) == 2 ? 3 : body.v")]
    [InlineData("has(body.w) && body.w ? 7 : body.v")]
    public void Encode_NumberThatAnExpressionPassesOn_IsAsByPath(string expression)
    {
        foreach (var (column, options) in new[]
        {
            ("string_value", ""), ("string_value", ", as: 'decimal(38,9)', round: down"), ("string_value", ", as: variant"),
            ("uint64_value", ""), ("int64_value", ""), ("double_value", ""), ("float_value", ""),
            ("int64_value", ", as: timestamp, formats: epoch_us"), ("string_value", ", transform: to_int"),
        })
        {
            var byPath = OneColumn.Plan(column, $"{{ from: $.body.v{options} }}");
            var passedOn = OneColumn.Plan(column, $"{{ expr: \"{expression}\"{options} }}");

            Numbers.Sample(number => Assert.Equal(Outcome(byPath, number), Outcome(passedOn, number)), iter: 1000);
        }
    }

    [Theory]
    [InlineData("9223372036854775809")]
    [InlineData("12345678901234567.89")]
    [InlineData("-0")]
    [InlineData("1.50")]
    [InlineData("1e2")]
    public void Encode_AttributeThatAnExpressionPassesOn_KeepsItsDigits(string number)
    {
        var plan = OneColumn.Plan("string_value", "{ expr: \"has(attr.n) ? attr.n : 0\" }");
        var payload = Encoding.UTF8.GetBytes(
            """{"Records":[{"messageId":"m","eventSource":"aws:sqs","messageAttributes":""" +
                $$"""{"n":{"stringValue":"{{number}}","dataType":"Number"} } }]}""");

        var (rows, error) = TestEncoding.Event(plan, payload).Single();

        Assert.Null(error);
        Assert.Equal(number, EveryType.Parser.ParseFrom(Assert.Single(rows)).StringValue);
    }

    [Theory]
    [InlineData("uint(body.v)", "9223372036854775809", "9223372036854775809")]
    [InlineData("uint(body.v)", "-0.0", "0")]
    [InlineData("int(body.v)", "-0.5", "0")]
    [InlineData("int(body.v)", "9007199254740993.5", "9007199254740993")]
    [InlineData("int(body.v)", "-9223372036854775808.5", "-9223372036854775808")]
    [InlineData("string(body.v)", "9223372036854775809", "9223372036854775809")]
    [InlineData("string(body.v)", "12345678901234567.89", "12345678901234567.89")]
    [InlineData("string(body.v)", "1.50", "1.5")]
    [InlineData("string(body.v)", "1e2", "100")]
    [InlineData("double(body.v)", "9223372036854775809", "9.223372036854776E+18")]
    [InlineData("body.v + 0.0", "1.50", "1.5")]
    [InlineData("-body.v", "1.50", "-1.5")]
    public void Encode_NumberThatAnExpressionConverts_LosesNoDigitThatTheResultCanHold(
        string expression, string number, string expected) =>
        Assert.Equal(expected, Outcome(OneColumn.Plan("string_value", $"{{ expr: \"{expression}\" }}"), number));

    [Theory]
    [InlineData("int(body.v)", "9223372036854775808.5")]
    [InlineData("int(body.v)", "-9223372036854775809.5")]
    [InlineData("uint(body.v)", "18446744073709551616")]
    [InlineData("uint(body.v)", "-1.5")]
    [InlineData("uint(body.v)", "-0.5")]
    [InlineData("uint(body.v)", "-1e-30")]
    [InlineData("body.v", "1e400")]
    public void Encode_NumberOutOfTheRangeOfTheResult_IsAnErrorOfTheExpression(string expression, string number) =>
        Assert.Equal("expression", Outcome(OneColumn.Plan("string_value", $"{{ expr: \"{expression}\" }}"), number));

    [Fact]
    public void Encode_NumberAttributeAsJson_MustBeANumberOfJson()
    {
        var plan = OneColumn.Plan("string_value", "{ from: $.attr.n, as: variant }");
        var payload = """{"Records":[{"messageId":"m","eventSource":"aws:sqs","messageAttributes":"""u8
            + """{"n":{"stringValue":"+5","dataType":"Number"}}},"""u8
            + """{"messageId":"n","eventSource":"aws:sqs","messageAttributes":"""u8
            + """{"n":{"stringValue":"\u0035.0","dataType":"Number"}}}]}"""u8;

        var results = TestEncoding.Event(plan, payload.ToArray());

        Assert.Equal(RecordErrorCode.NumberSyntax, results[0].Error?.Code);
        Assert.Equal("5.0", EveryType.Parser.ParseFrom(Assert.Single(results[1].Rows)).StringValue);
    }

    [Theory]
    [InlineData("body.v")]
    [InlineData("attr.count + body.w > 1 ? attr.n : 0")]
    public void Encode_NumberThatAnExpressionPassesOn_AllocatesNothing(string expression)
    {
        var plan = OneColumn.Plan("string_value", $"{{ expr: \"{expression}\", as: 'decimal(38,2)' }}");
        var payload = """{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":"{\"v\":12345678901234567.89,\"w\":1}","""u8
            + """ "messageAttributes":{"n":{"stringValue":"12345678901234567.89","dataType":"Number"},"""u8
            + """ "count":{"stringValue":"2","dataType":"Number"}}}]}"""u8;
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        Assert.True(new SqsEventReader(payload.ToArray(), payload.Length).Read(message));

        Assert.Equal(0, Allocations.LeastOf(() => encoder.Encode(message, TestEncoding.Invocation)));
        Assert.Equal("12345678901234567.89", EveryType.Parser.ParseFrom(encoder.Bytes(encoder.Rows[0]).Span).StringValue);
    }

    private static Gen<string> Digits(int fewest, int most) => Gen.String[Gen.Char['0', '9'], fewest, most];

    /// <summary>The row as text, or the code of the error.</summary>
    private static string Outcome(MappingPlan plan, string number)
    {
        var (rows, error) = TestEncoding.Body(plan, $$"""{"v":{{number}}}""");
        if (error is not null) return error.Code.ToText();
        var row = EveryType.Parser.ParseFrom(Assert.Single(rows));
        return row.HasStringValue ? row.StringValue : row.ToString();
    }
}
