namespace SqsIngestor.Mapping.Tests.Cel.Evaluation;

public sealed class CelOptionalTests
{
    private const string Input = """
        {"body":{"customer":{"name":"Ada","tags":["x","y"],"note":null,"big":1e999},"none":null,"count":3,"list":[{"k":1},{}]},
         "a":[10,20],"x":{"k":"v"}}
        """;

    [Theory]
    [InlineData("body.?customer.?name", "optional(\"Ada\")")]
    [InlineData("body.?customer.name", "optional(\"Ada\")")]
    [InlineData("body.customer.?name", "optional(\"Ada\")")]
    [InlineData("body.?gone.?name", "none")]
    [InlineData("body.?gone.name.first", "none")]
    [InlineData("body.?customer.?gone", "none")]
    [InlineData("body.?customer.gone.more", "none")]
    [InlineData("body.?customer.?note", "optional(null)")]
    [InlineData("body.?none.?name", "none")]
    [InlineData("body.?customer.?note.?deep", "none")]
    [InlineData("body.?none.name", "no_matching_overload")]
    [InlineData("body.?count.?name", "no_matching_overload")]
    [InlineData("body.gone.?name", "no_such_field")]
    [InlineData("body.?customer.?big", "out_of_range")]
    [InlineData("body.?customer.tags[1]", "optional(\"y\")")]
    [InlineData("body.?customer.tags[?2]", "none")]
    [InlineData("body.?customer['name']", "optional(\"Ada\")")]
    [InlineData("body[?'customer'].?name", "optional(\"Ada\")")]
    [InlineData("body.?customer.tags.name", "no_matching_overload")]
    [InlineData("body.?list[0].?k", "optional(1)")]
    [InlineData("body.list[?1].?k", "none")]
    [InlineData("body.list[?7].?k", "none")]
    [InlineData("line.?gone", "no_such_field")]
    [InlineData("body.?list == optional.of(body.list)", "true")]
    public void Evaluate_Path_IsNoneWhereTheMessageEnds(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("a[?size(a) - 1]", "optional(20)")]
    [InlineData("a[?size(a)]", "none")]
    [InlineData("a[?-1]", "none")]
    [InlineData("a[?1u]", "optional(20)")]
    [InlineData("a[?'k']", "no_matching_overload")]
    [InlineData("x[?'k']", "optional(\"v\")")]
    [InlineData("x[?1]", "none")]
    [InlineData("{1: 2}[?dyn(1.0)]", "optional(2)")]
    [InlineData("{'k': {'l': 1}}.?k.l", "optional(1)")]
    [InlineData("{'k': {'l': 1}}.?k['m']", "none")]
    [InlineData("{'k': dyn(null)}.?k.?l", "none")]
    [InlineData("{'k': dyn(null)}.?k.l", "no_matching_overload")]
    [InlineData("body.list.map(e, e.?k.orValue(0))", "[1,0]")]
    [InlineData("body.list.map(e, e[?'k'])[1]", "none")]
    [InlineData("dyn(optional.of(optional.of({'k': 1}))).k", "no_matching_overload")]
    [InlineData("dyn(optional.of({'k': 1})).k", "optional(1)")]
    [InlineData("dyn(optional.of([5]))[0]", "optional(5)")]
    [InlineData("has(body.?customer.name)", "true")]
    [InlineData("has(body.?gone.name)", "false")]
    [InlineData("has(body.?count.name)", "no_matching_overload")]
    [InlineData("has({'k': optional.none()}.k)", "true")]
    public void Evaluate_Selection_WrapsTheEntryOnce(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("optional.of(null)", "optional(null)")]
    [InlineData("optional.of(optional.none())", "optional(none)")]
    [InlineData("optional.of(optional.none()).hasValue()", "true")]
    [InlineData("optional.of(optional.of(1)).value()", "optional(1)")]
    [InlineData("optional.none()", "none")]
    [InlineData("[null, false, 0, 0u, 0.0, '', b'', [], {}, timestamp(0), duration('0s'), optional.none()]"
        + ".all(v, !optional.ofNonZeroValue(v).hasValue())", "true")]
    [InlineData("[true, -1, 1u, 0.5, 'a', b'a', [0], {'k': 0}, timestamp(1), duration('1s'), int]"
        + ".all(v, optional.ofNonZeroValue(v).hasValue())", "true")]
    [InlineData("optional.ofNonZeroValue(body.customer.tags).hasValue()", "true")]
    [InlineData("optional.ofNonZeroValue(body.none).orValue('d')", "\"d\"")]
    [InlineData("body.?gone.orValue('d')", "\"d\"")]
    [InlineData("body.?count.orValue('d')", "3")]
    [InlineData("body.?count.orValue(1 / 0)", "3")]
    [InlineData("body.?gone.orValue(1 / 0)", "divide_by_zero")]
    [InlineData("body.?gone.orValue(null)", "null")]
    [InlineData("body.?gone.or(body.?count).value()", "3")]
    [InlineData("body.?gone.or(body.?lost)", "none")]
    [InlineData("body.?gone.or(dyn(1))", "no_matching_overload")]
    [InlineData("body.?gone.value()", "no_value")]
    [InlineData("dyn(1).hasValue()", "no_matching_overload")]
    [InlineData("dyn(1).orValue(1)", "no_matching_overload")]
    [InlineData("body.?count.optMap(n, n + 1)", "optional(4)")]
    [InlineData("body.?gone.optMap(n, n + 1)", "none")]
    [InlineData("body.?count.optMap(n, n / 0)", "divide_by_zero")]
    [InlineData("body.?count.optMap(n, optional.of(n))", "optional(optional(3))")]
    [InlineData("body.?customer.optFlatMap(c, c.?name)", "optional(\"Ada\")")]
    [InlineData("body.?customer.optFlatMap(c, c.?gone)", "none")]
    [InlineData("body.?customer.optFlatMap(c, dyn(1))", "no_matching_overload")]
    [InlineData("body.?customer.optMap(c, c.tags.map(t, t + c.name))", "optional([\"xAda\",\"yAda\"])")]
    [InlineData("type(body.?count)", "optional_type")]
    [InlineData("type(optional.none()) == optional_type", "true")]
    public void Evaluate_Function_OfOptionals(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("optional.of(1) == optional.of(dyn(1.0))", "true")]
    [InlineData("optional.of(1) == optional.of(2)", "false")]
    [InlineData("optional.of(1) != optional.none()", "true")]
    [InlineData("optional.none() == optional.none()", "true")]
    [InlineData("optional.of(optional.none()) == optional.none()", "false")]
    [InlineData("dyn(optional.of(1)) == dyn(1)", "false")]
    [InlineData("optional.of(1) in [optional.of(1)]", "true")]
    public void Evaluate_Equality_ComparesTheValues(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text));

    [Theory]
    [InlineData("[1, ?body.?count, ?body.?gone]", "[1,3]")]
    [InlineData("[?optional.none()]", "[]")]
    [InlineData("{'a': 1, ?'b': body.?count, ?'c': body.?gone}", "{\"a\":1,\"b\":3}")]
    [InlineData("{?'a': optional.none(), 'a': 1}", "{\"a\":1}")]
    [InlineData("{?'a': optional.of(2), 'a': 1}", "duplicate_key")]
    [InlineData("[?dyn(1)]", "no_matching_overload")]
    [InlineData("{?'a': dyn(1)}", "no_matching_overload")]
    [InlineData("[?optional.of(optional.of(1))]", "[optional(1)]")]
    public void Evaluate_OptionalEntry_IsLeftOutWithoutAValue(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Fact]
    public void Evaluate_ManyWrappers_AreBounded()
    {
        static string Wrap(string value) => string.Concat(Enumerable.Repeat("optional.of(", 70)) + value + new string(')', 70);
        static string Nest(int times) => times == 0 ? "v" : $"cel.bind(v, {Wrap("v")}, {Nest(times - 1)})";

        Assert.Equal("true", CelRun.Evaluate($"cel.bind(v, 1, {Nest(3)}).hasValue()"));
        Assert.Equal("depth_limit", CelRun.Evaluate($"cel.bind(v, 1, {Nest(4)}).hasValue()"));
    }
}
