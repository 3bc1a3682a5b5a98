using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Tests;

namespace SqsIngestor.Mapping.Tests.Language.Explain;

/// <summary>Every command says which columns do not hold all digits of a value, and check says it of constants.</summary>
public sealed class ValueLossTests
{
    private const string Digits = "the column does not hold all digits of the number; a DECIMAL does";
    private const string Times = "digits of the time after the microsecond are cut";

    [Theory]
    [InlineData("double_value", "$.body.v", "9007199254740993")]
    [InlineData("double_value", "$.body.v", "\"9007199254740993\"")]
    [InlineData("double_value", "$.body.v", "\"\\u0039007199254740993\"")]
    [InlineData("double_value", "{ expr: body.v }", "9007199254740993")]
    [InlineData("double_value", "{ from: $.body.v, transform: to_float }", "9007199254740993")]
    [InlineData("double_value", "{ from: $.body.v, transform: to_int }", "9007199254740993")]
    [InlineData("float_value", "$.body.v", "16777217")]
    [InlineData("float_value", "$.body.v", "0.123456789012")]
    [InlineData("doubles", "$.body.v", "[0.5, 9007199254740993]")]
    [InlineData("doubles", "{ each: $.body.v, value: $.item }", "[9007199254740993]")]
    [InlineData("by_flag", "$.body.v", """{"true":9007199254740993}""")]
    [InlineData("by_flag", "{ entries: $.body.v, value: $.value }", """{"true":9007199254740993}""", "by_flag.value")]
    public void Run_NumberThatLosesDigits_IsSaidByEveryCommand(
        string column, string source, string value, string? name = null) =>
        AssertSaid(Digits, column, source, value, name);

    [Theory]
    [InlineData("\"2026-01-01T00:00:00.123456789Z\"", "rfc3339")]
    [InlineData("\"2026-01-01T00:00:00.0000001+01:00\"", "rfc3339")]
    [InlineData("1767225600.1234567", "epoch_s")]
    [InlineData("1767225600000.1234", "epoch_ms")]
    [InlineData("1767225600000000.5", "epoch_us")]
    [InlineData("1767225600123456789", "[rfc3339, epoch_ns]")]
    [InlineData("\"2026-01-01 00:00:00.1234567\"", "'yyyy-MM-dd HH:mm:ss.fffffff', zone: UTC")]
    public void Run_TimeThatLosesDigits_IsSaidByEveryCommand(string value, string formats) =>
        AssertSaid(Times, "int64_value", $"{{ from: $.body.v, as: timestamp, formats: {formats} }}", value);

    [Theory]
    [InlineData("as: timestamp")]
    [InlineData("as: timestamp_ntz")]
    public void Run_TimeOfAnExpressionThatLosesDigits_IsSaidByEveryCommand(string meaning) => AssertSaid(
        Times, "int64_value", $"{{ expr: timestamp(body.v), {meaning} }}", "\"2026-01-01T00:00:00.123456789Z\"");

    [Theory]
    [InlineData("int64_value", "{ expr: timestamp(body.v), as: timestamp }", "\"2026-01-01T00:00:00.123456Z\"")]
    [InlineData("double_value", "$.body.v", "0.1")]
    [InlineData("double_value", "$.body.v", "1e23")]
    [InlineData("double_value", "$.body.v", "-0.0")]
    [InlineData("double_value", "$.body.v", "\"NaN\"")]
    // 17 digits, as many producers write a double, and all digits of one.
    [InlineData("double_value", "$.body.v", "0.10000000000000001")]
    [InlineData("double_value", "$.body.v", "0.1000000000000000055511151231257827021181583404541015625")]
    [InlineData("double_value", "$.body.v", "9007199254740992.000")]
    [InlineData("float_value", "$.body.v", "0.1")]
    [InlineData("float_value", "$.body.v", "0.100000001")]
    [InlineData("doubles", "$.body.v", "[]")]
    [InlineData("double_value", "{ from: $.body.v, on_error: to_null }", "\"x\"")]
    [InlineData("doubles", "{ from: $.body.v, on_error: to_null }", "[9007199254740993, {}]")]
    [InlineData("int64_value", "{ from: $.body.v, as: timestamp }", "\"2026-01-01T00:00:00.123456000Z\"")]
    [InlineData("int64_value", "{ from: $.body.v, as: timestamp, formats: epoch_ns }", "1767225600123456000")]
    [InlineData("int64_value", "{ from: $.body.v, as: timestamp, formats: epoch_s }", "1.76722560012e9")]
    [InlineData("int32_value", "{ from: $.body.v, as: date }", "\"2026-01-01T00:00:00.123456789Z\"")]
    public void Run_ValueThatIsHeld_IsNotSaid(string column, string source, string value) =>
        AssertSaid(null, column, source, value);

    [Fact]
    public void Run_MessageThatFails_HasLostNothing()
    {
        var plan = OneColumn.Plan("doubles", "$.body.v");

        Assert.Empty(Assert.Single(EventInspector.Run(plan, Event("[9007199254740993, {}]"), default)).Hints);
    }

    [Theory]
    [InlineData("double_value", "{ const: 9007199254740993 }",
        "'double_value' (double) does not hold all digits of the constant")]
    [InlineData("float_value", "{ from: $.body.v, default: 16777217 }",
        "'float_value' (float) does not hold all digits of the default")]
    [InlineData("doubles", "{ each: $.body.v, value: { from: $.item, default: 9007199254740993 } }",
        "'doubles' (double) does not hold all digits of the default")]
    [InlineData("double_value", "{ expr: '9007199254740993' }",
        "'double_value' (double) does not hold all digits of the result of the expression")]
    [InlineData("int64_value", "{ const: '2026-01-01T00:00:00.123456789Z', as: timestamp }",
        "the constant for 'int64_value' has digits after the microsecond, which are cut")]
    public void Compile_ValueOfTheMappingThatLosesDigits_IsAWarning(string column, string source, string expected)
    {
        var compilation = OneColumn.Compile(column, source);

        Assert.NotNull(compilation.Plan);
        var warning = Assert.Single(compilation.Diagnostics, d => d.Code.Id == "MAP420");
        Assert.Equal(expected, warning.Message);
    }

    [Theory]
    [InlineData("double_value", "{ const: 0.1 }")]
    [InlineData("float_value", "{ from: $.body.v, default: 16777216 }")]
    [InlineData("int64_value", "{ const: '2026-01-01T00:00:00.123456Z', as: timestamp }")]
    public void Compile_ValueOfTheMappingThatIsHeld_IsNoWarning(string column, string source) =>
        Assert.Empty(OneColumn.Compile(column, source).Diagnostics);

    private static void AssertSaid(string? text, string column, string source, string value, string? name = null)
    {
        var test = $"tests: [{{ name: test, body: '{{\"v\":{value}}}', expect: [{{}}] }}]";
        var compilation = OneColumn.Compile(column, source, test);
        Assert.NotNull(compilation.Plan);
        var plan = compilation.Plan;
        string[] expected = text is null ? [] : [$"main.raw.test: {name ?? column}: {text}"];

        Assert.Equal(expected, Assert.Single(EventInspector.Run(plan, Event(value), default)).Hints);
        Assert.Equal(expected, new MappingTestRunner(plan, _ => []).Run(Assert.Single(compilation.Tests)).Warnings);
        var trace = Assert.Single(EventTracer.Run(plan, Event(value), default));
        Assert.Equal(
            text is null ? [] : new[] { text },
            All(trace.Columns.Select(c => c.Column)).Select(c => c.Warning).OfType<string>());
    }

    private static IEnumerable<ColumnTrace> All(IEnumerable<ColumnTrace> columns) =>
        columns.SelectMany(column => All(column.Inner).Prepend(column));

    private static byte[] Event(string value) => EventInput.OfBodies($$"""{"v":{{value}}}""");
}
