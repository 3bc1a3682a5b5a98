namespace SqsIngestor.Mapping.Tests.Cel.Evaluation;

public sealed class CelLogicTests
{
    private const string Input = """{"x":5,"y":"text","b":true}""";

    [Theory]
    [InlineData("true && true && true", "true")]
    [InlineData("true && false", "false")]
    [InlineData("false || false || true", "true")]
    [InlineData("false || false", "false")]
    [InlineData("true || false && false", "true")]
    [InlineData("(true || false) && false", "false")]
    [InlineData("!true || !false", "true")]
    [InlineData("!!b", "true")]
    [InlineData("1/0 > 0 || true", "true")]
    [InlineData("true || 1/0 > 0", "true")]
    [InlineData("1/0 > 0 && false", "false")]
    [InlineData("false && 1/0 > 0", "false")]
    [InlineData("1/0 > 0 || false", "divide_by_zero")]
    [InlineData("true && 1/0 > 0", "divide_by_zero")]
    [InlineData("1/0 > 0 || body.gone || true", "true")]
    [InlineData("body.gone || 1/0 > 0", "no_such_field")]
    [InlineData("x || true", "true")]
    [InlineData("x && false", "false")]
    [InlineData("x || false", "no_matching_overload")]
    [InlineData("true && y", "no_matching_overload")]
    public void Evaluate_Logic_AbsorbsErrorsOnBothSides(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("b ? 1 : 2", "1")]
    [InlineData("!b ? 1 : 2", "2")]
    [InlineData("true ? 1 : 1/0", "1")]
    [InlineData("false ? 1/0 : 2", "2")]
    [InlineData("1/0 > 0 ? 1 : 2", "divide_by_zero")]
    [InlineData("x ? 1 : 2", "no_matching_overload")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("(true ? false : true) ? 1 : 2", "2")]
    [InlineData("b ? null : 'text'", "null")]
    [InlineData("b ? dyn(1) : 'text'", "1")]
    public void Evaluate_Conditional_TakesOneBranch(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Fact]
    public void Evaluate_Error_KnowsItsPlaceInTheText()
    {
        var program = CelRun.Compile("b && x + 1 / y > 2");
        var error = program.Evaluate(new JsonScope(program, Input), new());

        Assert.Equal(11, error.ErrorOffset);
        Assert.DoesNotContain("text", error.ToString(), StringComparison.Ordinal);
    }
}
