namespace SqsIngestor.Mapping.Tests.Cel.Evaluation;

public sealed class CelTwoVariableTests
{
    private const string Input = """{"a":[5,0,7],"b":{"one":1,"tw\u006f":2},"x":7,"y":{"k":1,"k":2}}""";

    [Theory]
    [InlineData("[4, 5].all(i, v, v == i + 4)", "true")]
    [InlineData("[4, 5].all(i, v, i == 0)", "false")]
    [InlineData("[4, 5].exists(i, v, i == 1 && v == 5)", "true")]
    [InlineData("[4, 5].exists(i, v, i == v)", "false")]
    [InlineData("[4, 5].exists(i, v, 1 / i == 1)", "true")]
    [InlineData("[0, 1].existsOne(i, v, i == v)", "false")]
    [InlineData("[0, 2].exists_one(i, v, i == v)", "true")]
    [InlineData("a.all(i, v, v / (i - 1) != 7)", "false")]
    [InlineData("b.all(k, v, b[k] == v)", "true")]
    [InlineData("b.exists(k, v, k == 'two' && v == 2)", "true")]
    [InlineData("{'k': 1, 'l': 2}.existsOne(k, v, v > 1)", "true")]
    [InlineData("y.exists(k, v, v == 1) && y.exists(k, v, v == 2)", "true")]
    [InlineData("x.exists(i, v, true)", "no_matching_overload")]
    [InlineData("a.exists(i, v, i)", "no_matching_overload")]
    [InlineData("[1, 2].all(i, v, [[3, 4]].all(j, w, w[i] == v + 2 && j == 0))", "true")]
    [InlineData("[1].exists(x, y, [2].exists(x, x == 2) && x == 0 && y == 1)", "true")]
    public void Evaluate_Condition_SeesPositionsAndValues(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("a.transformList(i, v, v * 10 + i)", "[50,1,72]")]
    [InlineData("a.transformList(i, v, v > 0, i)", "[0,2]")]
    [InlineData("b.transformList(k, v, k + string(v))", "[\"one1\",\"two2\"]")]
    [InlineData("a.transformList(i, v, 1 / v)", "divide_by_zero")]
    [InlineData("a.transformList(i, v, v, i)", "no_matching_overload")]
    [InlineData("a.transformMap(i, v, v + 1)", "{0:6,1:1,2:8}")]
    [InlineData("b.transformMap(k, v, v > 1, k)", "{\"two\":\"two\"}")]
    [InlineData("b.transformMap(k, v, v / 0)", "divide_by_zero")]
    [InlineData("{}.transformMap(k, v, v)", "{}")]
    [InlineData("b.transformMapEntry(k, v, {v: k})", "{1:\"one\",2:\"two\"}")]
    [InlineData("b.transformMapEntry(k, v, v > 1, {k: v, k + 'x': v})", "{\"two\":2,\"twox\":2}")]
    [InlineData("b.transformMapEntry(k, v, {})", "{}")]
    [InlineData("b.transformMapEntry(k, v, {'same': v})", "duplicate_key")]
    [InlineData("b.transformMapEntry(k, v, dyn(v))", "no_matching_overload")]
    [InlineData("a.transformMapEntry(i, v, b)", "duplicate_key")]
    [InlineData("b.transformMap(k, v, [k, v]).one[1]", "1")]
    public void Evaluate_Transform_MakesAListOrAMap(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("cel.bind(n, x + 1, n * n)", "64")]
    [InlineData("cel.bind(x, 1, x + .x)", "8")]
    [InlineData("cel.bind(m, b, m.one + m['two'])", "3")]
    [InlineData("cel.bind(m, b, m)", "{\"one\":1,\"two\":2}")]
    [InlineData("cel.bind(e, 1 / 0, true || e == 1)", "true")]
    [InlineData("cel.bind(e, 1 / 0, e == 1)", "divide_by_zero")]
    [InlineData("cel.bind(p, 'a', cel.bind(q, p + 'b', q + p))", "\"aba\"")]
    [InlineData("a.map(v, cel.bind(d, v * 2, d + 1))", "[11,1,15]")]
    [InlineData("cel.bind(o, b.?one, o.orValue(0) + o.value())", "2")]
    public void Evaluate_Bind_NamesAValue(string text, string expected) => Assert.Equal(expected, CelRun.Evaluate(text, Input));
}
