namespace SqsIngestor.Mapping.Tests.Cel.Evaluation;

public sealed class CelMacroTests
{
    private const string Input =
        """{"a":[{"qty":1,"tags":["x"]},{"qty":5,"tags":[]},{"tags":["y","z"]}],"b":{"one":1,"tw\u006f":2},"x":7}""";

    [Theory]
    [InlineData("[1, 2, 3].exists(e, e > 2)", "true")]
    [InlineData("[1, 2, 3].exists(e, e > 3)", "false")]
    [InlineData("[].exists(e, true)", "false")]
    [InlineData("[1, 0].exists(e, 1 / e == 1)", "true")]
    [InlineData("[0, 1].exists(e, 1 / e == 1)", "true")]
    [InlineData("[0, 1].exists(e, 1 / e == 2)", "divide_by_zero")]
    [InlineData("[1, 2].all(e, e > 0)", "true")]
    [InlineData("[1, 2].all(e, e > 1)", "false")]
    [InlineData("[].all(e, false)", "true")]
    [InlineData("[0, 1].all(e, 1 / e == 2)", "false")]
    [InlineData("[0, 1].all(e, 1 / e == 1)", "divide_by_zero")]
    [InlineData("[1, 2, 2].exists_one(e, e == 1)", "true")]
    [InlineData("[1, 2, 2].exists_one(e, e == 2)", "false")]
    [InlineData("[1, 2, 2].existsOne(e, e == 3)", "false")]
    [InlineData("[1, 0].exists_one(e, 1 / e == 1)", "divide_by_zero")]
    [InlineData("[1, 2, 3].filter(e, e % 2 == 1)", "[1,3]")]
    [InlineData("[1, 0].filter(e, 1 / e > 0)", "divide_by_zero")]
    [InlineData("[1, 2, 3].map(e, e * e)", "[1,4,9]")]
    [InlineData("[1, 2, 3].map(e, e > 1, e * e)", "[4,9]")]
    [InlineData("[1, 0].map(e, 1 / e)", "divide_by_zero")]
    [InlineData("{'k': 1, 'l': 2}.exists(k, k == 'l')", "true")]
    [InlineData("{'k': 1, 'l': 2}.map(k, k)", "[\"k\",\"l\"]")]
    [InlineData("[[1, 2], [3]].all(l, l.exists(e, e % 2 == 1))", "true")]
    [InlineData("[1, 2].map(x, [10].map(y, x + y)[0])", "[11,12]")]
    [InlineData("[1].exists(x, [2].exists(x, x == 2) && x == 1)", "true")]
    [InlineData("[1].exists(x, .x == 7 && x == 1)", "true")]
    [InlineData("a.exists(l, has(l.qty) && l.qty > 4)", "true")]
    [InlineData("a.exists(l, l.qty > 4)", "true")]
    [InlineData("a.all(l, l.qty > 0)", "no_such_field")]
    [InlineData("a.filter(l, has(l.qty)).map(l, l.qty)", "[1,5]")]
    [InlineData("a.map(l, size(l.tags))", "[1,0,2]")]
    [InlineData("b.all(k, b[k] < 3)", "true")]
    [InlineData("b.map(k, k)", "[\"one\",\"two\"]")]
    [InlineData("x.exists(e, true)", "no_matching_overload")]
    [InlineData("a.exists(l, l.qty)", "no_matching_overload")]
    [InlineData("body.gone.exists(e, true)", "no_such_field")]
    public void Evaluate_Macro_GoesOverElementsAndKeys(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));
}
