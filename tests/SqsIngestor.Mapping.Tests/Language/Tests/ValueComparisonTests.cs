using SqsIngestor.Mapping.Language.Tests;

namespace SqsIngestor.Mapping.Tests.Language.Tests;

/// <summary>A test compares a value as the column means it: what is another value in the table is a difference.</summary>
public sealed class ValueComparisonTests
{
    private const string Variant = "string_value: { from: $.body.v, as: variant }";

    [Theory]
    [InlineData(Variant, "{ a: 1, b: [x, null], c: true }", "{ c: true, b: [x, null], a: 1.0 }")]
    [InlineData(Variant, "{ a: '1' }", "{ a: '1' }")]
    [InlineData(Variant, "'true'", "'true'")]
    [InlineData(Variant, "{ a: null, b: 1 }", "{ contains: { a: null } }")]
    [InlineData(Variant, "[1, 2, 3]", "{ contains: [3, 1] }")]
    [InlineData(Variant, "2026-01-01", "2026-01-01")]
    [InlineData(Variant, "null", "null")]
    [InlineData("string_value: { from: $.body.v, as: json }", "{ a: 1 }", "{ a: 1 }")]
    [InlineData("string_value: $.body.v", "'{\"a\":1}'", "{ a: 1 }")]
    [InlineData("string_value: $.body.v", "1.50", "'1.50'")]
    [InlineData("double_value: $.body.v", "1e-30", "0.1e-29")]
    [InlineData("double_value: $.body.v", "1", "'1'")]
    [InlineData("int64_value: { from: $.body.v, as: timestamp }", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00")]
    [InlineData("node: $.body.v", "{ name: a, child: null }", "{ name: a }")]
    [InlineData("node: $.body.v", "{ name: a }", "{ name: a, child: null }")]
    [InlineData("node: $.body.v", "{ name: a, labels: {} }", "{ name: a, labels: {}, child: null }")]
    [InlineData("by_name: $.body.v", "{ k: { name: a } }", "{ k: { name: a } }")]
    [InlineData("doubles: $.body.v", "[1, 2.5]", "[1.0, 2.5]")]
    public void Run_TheSameValue_Passes(string column, string value, string expected) =>
        Assert.Empty(Run(column, value, expected));

    [Theory]
    [InlineData(Variant, "'{\"a\":1}'", "{ a: 1 }")]
    [InlineData(Variant, "{ a: '1' }", "{ a: 1 }")]
    [InlineData(Variant, "{ a: 1 }", "{ a: '1' }")]
    [InlineData(Variant, "{ a: null, b: 1 }", "{ b: 1 }")]
    [InlineData(Variant, "{ b: 1 }", "{ a: null, b: 1 }")]
    [InlineData(Variant, "{ b: 1 }", "{ contains: { a: null } }")]
    [InlineData(Variant, "'true'", "true")]
    [InlineData(Variant, "true", "'true'")]
    [InlineData(Variant, "0.12345678901234567890123456789011", "0.12345678901234567890123456789099")]
    [InlineData("string_value: { from: $.body.v, as: json }", "{ a: '1' }", "{ a: 1 }")]
    [InlineData("string_value: $.body.v", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00")]
    [InlineData("double_value: $.body.v", "1e-30", "0")]
    [InlineData("float_value: $.body.v", "1e-30", "0")]
    [InlineData("doubles: $.body.v", "[1e-30]", "[0]")]
    [InlineData("node: $.body.v", "{ name: a }", "{ name: b }")]
    [InlineData("node: $.body.v", "{ name: a, labels: { k: v } }", "{ name: a, labels: {} }")]
    [InlineData("node: $.body.v", "{ name: a }", "{ name: a, child: {} }")]
    [InlineData("by_name: $.body.v", "{ k: { name: a } }", "{ k: { name: b } }")]
    public void Run_AnotherValue_Differs(string column, string value, string expected) =>
        Assert.Single(Run(column, value, expected));

    private static IReadOnlyList<MappingTestDifference> Run(string column, string value, string expected)
    {
        var parts = column.Split(": ", 2);
        var compilation = OneColumn.Compile(
            parts[0], parts[1],
            $"tests: [{{ name: test, body: {{ v: {value} }}, expect: [{{ {parts[0]}: {expected} }}] }}]");
        Assert.NotNull(compilation.Plan);
        return new MappingTestRunner(compilation.Plan, _ => []).Run(Assert.Single(compilation.Tests)).Differences;
    }
}
