using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Tests.Cel.Binding;

/// <summary>Misuse of the extensions is named when the expression is compiled.</summary>
public sealed class CelExtensionCheckTests
{
    private static readonly CelEnvironment Environment = new([
        new("body", CelType.Dyn),
        new("attr", CelType.Record(new Dictionary<string, CelType>(), CelType.Dyn)),
        new("message", CelType.Record(new Dictionary<string, CelType> { ["messageId"] = CelType.String })),
    ]);

    [Theory]
    [InlineData("'a'.charAt('b')", "cel_no_overload", "'charAt' does not accept (string, string)", "it accepts (string, int)")]
    [InlineData("charAt('a', 1)", "cel_no_overload", "'charAt' is a method, not a function", "write value.charAt(…)")]
    [InlineData("'a'.substring()", "cel_no_overload", "'substring' does not accept 0 arguments", "it accepts (string, int)")]
    [InlineData("[1].join()", "cel_no_overload", "'join' does not accept (list(int))", "it accepts (list(string))")]
    [InlineData("body.a.quote()", "cel_unknown_function", "unknown function 'quote'", "write strings.quote(…)")]
    [InlineData("strings.quot('a')", "cel_unknown_function", "unknown function 'strings.quot'", "strings.quote")]
    [InlineData("math.ceil(1)", "cel_no_overload", "'math.ceil' does not accept (int)", "it accepts (double)")]
    [InlineData("math.ceil()", "cel_no_overload", "'math.ceil' does not accept 0 arguments", "it accepts (double)")]
    [InlineData("math.power(1)", "cel_unknown_function", "unknown function 'math.power'", "its functions are math.greatest")]
    [InlineData("math", "cel_unknown_name", "'math' is not a value", "its functions are math.greatest")]
    [InlineData("math.greatest()", "cel_no_overload", "'math.greatest' does not accept ()", "it accepts numbers")]
    [InlineData("math.least('a')", "cel_no_overload", "'math.least' does not accept (string)", "it accepts numbers")]
    [InlineData("math.least(1, [2])", "cel_no_overload", "'math.least' does not accept (int, list(int))", "or a list of numbers")]
    [InlineData("math.least(['a'])", "cel_no_overload", "'math.least' does not accept (list(string))", "or a list of numbers")]
    [InlineData("base64.encode('a')", "cel_no_overload", "'base64.encode' does not accept (string)", "it accepts (bytes)")]
    [InlineData("math.bitAnd(1, 1u)", "cel_no_overload", "'math.bitAnd' does not accept (int, uint)", "it accepts (int, int)")]
    [InlineData("'%q'.format([1])", "cel_bad_constant", "the format has an unknown clause", "%% for a percent sign")]
    [InlineData("'%s %s'.format([body.a])", "cel_no_overload", "more clauses than the list, which has 1", "one value for each")]
    [InlineData("'%d'.format(['a'])", "cel_no_overload", "'%d' does not accept string; it accepts a number", "write '%s'")]
    [InlineData("'%s'.format([body.?a])", "cel_no_overload", "'%s' does not accept optional_type", "orValue(…)")]
    [InlineData("'%s'.format('a')", "cel_no_overload", "'format' does not accept (string, string)", "(string, list(dyn))")]
    [InlineData("cel.bind(1, 2, 3)", "cel_no_overload", "'cel.bind' needs the name of a variable", "write cel.bind(x, ")]
    [InlineData("cel.bind(x, 2)", "cel_no_overload", "'cel.bind' needs the name of a variable", "write cel.bind(x, ")]
    [InlineData("bind(x, 2, 3)", "cel_unknown_function", "unknown function 'bind'", "write cel.bind(…)")]
    [InlineData("body.a.abs()", "cel_unknown_function", "unknown function 'abs'", "write math.abs(…)")]
    [InlineData("body.transformList(x, x)", "cel_no_overload",
        "needs the names of two variables and an expression", "(key, value, bool, expression)")]
    [InlineData("body.transformMap(1, x, x)", "cel_no_overload",
        "needs the names of two variables and an expression", "map.transformMap")]
    [InlineData("body.filter(k, v, true)", "cel_no_overload",
        "'filter' needs the name of a variable and a condition", "list.filter")]
    [InlineData("body.all(i, l, m, true)", "cel_no_overload",
        "'all' needs the name of a variable, or of two, and a condition",
        "write list.all(x, bool) or map.all(key, bool) or list.all(i, x, bool) or map.all(key, value, bool)")]
    [InlineData("body.map(i, x, y, x)", "cel_no_overload", "'map' needs the name of a variable and an expression",
        "write list.map(x, expression) or list.map(x, bool, expression)")]
    [InlineData("body.all(k, k, true)", "cel_no_overload", "both variables of 'all' have the same name", "name one of them")]
    [InlineData("body.all(k, v, 1)", "cel_no_overload", "'all' needs a bool, not int", "compare it")]
    [InlineData("1.transformList(k, v, v)", "cel_no_overload", "'transformList' needs a list or a map, not int", null)]
    [InlineData("[1].transformMapEntry(k, v, v)", "cel_no_overload",
        "'transformMapEntry' needs a map, not int", "write {key: value}")]
    [InlineData("[1].transformMap(k, v, k == 'a')", "cel_no_overload", "compares int with string", null)]
    public void Compile_MisusedFunction_IsNamed(string text, string code, string message, string? hint) =>
        AssertNamed(text, code, message, hint);

    [Theory]
    [InlineData("body.a.orValue(1)", "cel_no_overload",
        "'orValue' needs an optional, and this path is a plain value", "body.?customer")]
    [InlineData("body.a.hasValue()", "cel_no_overload",
        "'hasValue' needs an optional, and this path is a plain value", "body.?customer")]
    [InlineData("body.a.optMap(x, x)", "cel_no_overload",
        "'optMap' needs an optional, and this path is a plain value", "body.?customer")]
    [InlineData("'a'.orValue('b')", "cel_no_overload", "'orValue' needs an optional, not string", "optional.of(…)")]
    [InlineData("[?body.a]", "cel_no_overload", "'?' needs an optional, and this path is a plain value", "body.?customer")]
    [InlineData("{?'k': 1}", "cel_no_overload", "'?' needs an optional, not int", "optional.of(…)")]
    [InlineData("optional.of(1).orValue('a')", "cel_no_overload",
        "'orValue' of optional_type(int) does not accept string", "convert")]
    [InlineData("body.?a.orValue(body.?b)", null, null, null)]
    [InlineData("optional.of(1).orValue(optional.of(2))", "cel_no_overload", "does not accept optional_type(int)", "write or(…)")]
    [InlineData("optional.of(1).or(2)", "cel_no_overload", "'or' needs an optional, not int", "optional.of(…)")]
    [InlineData("optional.of(1).or(optional.of('a'))", "cel_no_overload",
        "'or' of optional_type(int) does not accept", "convert")]
    [InlineData("optional.of(1).optFlatMap(x, x)", "cel_no_overload",
        "'optFlatMap' needs an optional, not int", "optional.of(…)")]
    [InlineData("optional.of(1).optMap(x)", "cel_no_overload",
        "'optMap' needs the name of a variable and an expression", "body.?order")]
    [InlineData("optional.of()", "cel_no_overload", "'optional.of' needs 1 argument", "write optional.of(…)")]
    [InlineData("optional.none(1)", "cel_no_overload", "'optional.none' needs no argument", "write optional.none()")]
    [InlineData("optional.of(1).value(2)", "cel_no_overload", "'value' needs no argument", "write body.?a.value()")]
    [InlineData("hasValue(body.?a)", "cel_no_overload", "'hasValue' is a method, not a function", "write body.?a.hasValue()")]
    [InlineData("body.?a + 1", "cel_no_overload", "'+' does not accept (optional_type(dyn), int)", "with orValue(…)")]
    [InlineData("body.?a == 1", "cel_no_overload", "they are never equal", "with orValue(…)")]
    [InlineData("body.?a && true", "cel_no_overload", "'&&' needs a bool, not optional_type(dyn)", "with orValue(…)")]
    [InlineData("body.?a in [1]", "cel_no_overload", "'in' cannot search list(int) for optional_type(dyn)", "with orValue(…)")]
    [InlineData("true ? body.?a : 1", "cel_no_overload", "have different types", "with orValue(…)")]
    [InlineData("body.?a.trim()", "cel_no_overload", "'trim' does not accept (optional_type(dyn))", "with orValue(…)")]
    [InlineData("math.least(body.?a, 1)", "cel_no_overload",
        "'math.least' does not accept (optional_type(dyn), int)", "with orValue(…)")]
    [InlineData("body.?a.map(x, x)", "cel_no_overload", "'map' needs a list or a map, not optional_type(dyn)", "with orValue(…)")]
    [InlineData("has(body.?a)", "cel_no_overload", "has() needs one path that ends in a member", "body.?order.hasValue()")]
    [InlineData("message.?id", "cel_unknown_name", "'message' has no member 'id'", "messageId")]
    [InlineData("message.?messageId.length", "cel_no_overload", "optional_type(string) has no members", null)]
    [InlineData("[1][?'a']", "cel_no_overload", "'[]' cannot index list(int) with string", null)]
    [InlineData("1.?a", "cel_no_overload", "int has no members", null)]
    public void Compile_MisusedOptional_IsNamed(string text, string? code, string? message, string? hint)
    {
        if (code is null) Assert.Empty(CelCompiler.Compile(text, Environment).Diagnostics);
        else AssertNamed(text, code, message!, hint);
    }

    [Fact]
    public void Compile_OptionalWhereABoolIsNeeded_SaysWhatToWrite()
    {
        var diagnostic = Assert.Single(CelCompiler.Compile("body.?a", Environment, CelType.Bool).Diagnostics);

        Assert.Equal("cel_result_type", diagnostic.Code);
        Assert.Equal("the result is optional_type(dyn), expected bool", diagnostic.Message);
        Assert.Equal("take the value of the optional first, with orValue(…)", diagnostic.Hint);
    }

    /// <summary>A star is behind a place that is read with everything below it.</summary>
    [Theory]
    [InlineData("attr.?a.?b", "attr.a.b* attr.a")]
    [InlineData("attr.a.?b", "attr.a.b* attr.a")]
    [InlineData("message.?messageId.orValue('')", "message.messageId*")]
    [InlineData("body.?a.b.orValue('') == 'c'", "body.a.b body body.a")]
    [InlineData("body.a[?1]", "body.a[1]* body.a")]
    [InlineData("body.?a.optMap(x, x)", "body.a* body")]
    [InlineData("[?body.?a]", "body.a* body")]
    [InlineData("cel.bind(x, body.a, x == 1)", "body.a")]
    [InlineData("cel.bind(x, body.a, x.b == 1)", "body.a*")]
    [InlineData("body.?a.hasValue()", "body.a body")]
    [InlineData("optional.ofNonZeroValue(body.a).hasValue()", "body.a*")]
    public void Compile_Optional_DependsOnThePlacesItReads(string text, string expected)
    {
        var program = CelRun.Compile(text, Environment);

        Assert.Equal(
            expected.Split(' ').Order(StringComparer.Ordinal),
            program.Dependencies.Select(place => $"{place}{(place.Whole ? "*" : "")}").Order(StringComparer.Ordinal));
    }

    private static void AssertNamed(string text, string code, string message, string? hint)
    {
        var diagnostic = CelCompiler.Compile(text, Environment).Diagnostics[0];

        Assert.Equal(code, diagnostic.Code);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
        if (hint is not null) Assert.Contains(hint, diagnostic.Hint, StringComparison.Ordinal);
    }
}
