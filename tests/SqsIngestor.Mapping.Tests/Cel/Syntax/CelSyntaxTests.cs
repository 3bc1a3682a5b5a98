using SqsIngestor.Mapping.Cel;

namespace SqsIngestor.Mapping.Tests.Cel.Syntax;

public sealed class CelSyntaxTests
{
    [Theory]
    [InlineData("", "cel_syntax@0+0")]
    [InlineData("   ", "cel_syntax@3+0")]
    [InlineData("1 +", "cel_syntax@3+0")]
    [InlineData("1 2", "cel_syntax@2+1")]
    [InlineData("(1", "cel_syntax@2+0")]
    [InlineData("[1, 2", "cel_syntax@5+0")]
    [InlineData("[,]", "cel_syntax@1+1")]
    [InlineData("{'a'}", "cel_syntax@4+1")]
    [InlineData("{'a': }", "cel_syntax@6+1")]
    [InlineData("x.", "cel_syntax@2+0")]
    [InlineData("x.'a'", "cel_syntax@2+3")]
    [InlineData("x.in", "cel_syntax@2+2")]
    [InlineData("x[", "cel_syntax@2+0")]
    [InlineData("x = 1", "cel_syntax@2+1")]
    [InlineData("x & y", "cel_syntax@2+1")]
    [InlineData("x | y", "cel_syntax@2+1")]
    [InlineData("$.body.x", "cel_syntax@0+1")]
    [InlineData("x ? 1", "cel_syntax@5+0")]
    [InlineData("x ? 1 :", "cel_syntax@7+0")]
    [InlineData("size(x,)", "cel_syntax@7+1")]
    [InlineData("! ", "cel_syntax@2+0")]
    [InlineData("x == == y", "cel_syntax@5+2")]
    [InlineData("x # y", "cel_syntax@2+1")]
    [InlineData("x.``", "cel_syntax@2+1")]
    [InlineData("for", "cel_syntax@0+3")]
    [InlineData("Foo{}", "cel_unsupported@3+1")]
    [InlineData("x.??y", "cel_syntax@3+1")]
    [InlineData("x.?y()", "cel_syntax@4+1")]
    [InlineData("x.?", "cel_syntax@3+0")]
    [InlineData("x[?]", "cel_syntax@3+1")]
    [InlineData("size(?x)", "cel_syntax@5+1")]
    [InlineData("[??x]", "cel_syntax@2+1")]
    [InlineData("{? 'k' x}", "cel_syntax@7+1")]
    public void Compile_BrokenText_PointsAtTheFirstBreak(string text, string expected) =>
        Assert.Equal(expected, CelRun.Diagnose(text));

    [Fact]
    public void Compile_BrokenText_SaysWhatWasFoundAndExpected()
    {
        var diagnostic = Assert.Single(CelCompiler.Compile("(x + 1 == 2", CelRun.Environment).Diagnostics);

        Assert.Equal("the expression ends, expected ')' or an operator", diagnostic.Message);
    }

    [Theory]
    [InlineData("x = 1", "compare with '=='")]
    [InlineData("$.x == 1", "write the path without '$.'")]
    [InlineData("Foo{}", "write a map as {'name': value}")]
    [InlineData("if == 1", "'if' is a reserved word; write condition ? a : b")]
    [InlineData("while == 1", "'while' is a reserved word")]
    [InlineData("if x then 1 else 2", "'if' is a reserved word; write condition ? a : b")]
    [InlineData("case when x then 1 end", "write condition ? a : b")]
    [InlineData("x == 1 and y", "write &&")]
    [InlineData("(x or y)", "write ||")]
    [InlineData("NOT x", "write !")]
    [InlineData("[x mod 2]", "write %")]
    [InlineData("x is null", "compare with ==, as in body.a == null")]
    [InlineData("x like 'a%'", "write text.matches('pattern')")]
    [InlineData("x.y z", null)]
    [InlineData("x?.y", "for a member that may be absent, write .? as in body.?name")]
    [InlineData("x?.y.z == 1", "for a member that may be absent, write .? as in body.?name")]
    [InlineData("x?[0]", "for an element that may be absent, write [? as in body.list[?0]")]
    [InlineData("x ?? 1", "for a value that may be absent, write body.?a.orValue('other')")]
    [InlineData("x ? 1", null)]
    public void Compile_CommonMistake_SaysWhatToWrite(string text, string? hint) =>
        Assert.Equal(hint, Assert.Single(CelCompiler.Compile(text, CelRun.Environment).Diagnostics).Hint);

    [Theory]
    [InlineData("\t[ 1\n,\r2 ]\f[ dyn( 0u ) ]  ==\n1 ? 'a' : 'b'", "\"a\"")]
    [InlineData("1 // first\n+ // second\n2 // third", "3")]
    [InlineData("'// no remark'", "\"// no remark\"")]
    [InlineData("{'as': 1, 'while': 2}.as + {'package': 3}.package", "4")]
    [InlineData("x.x.x[x.y].x", "7")]
    [InlineData("true?.x.y:0", "1")]
    [InlineData("true?[1]:[0]", "[1]")]
    public void Evaluate_SpaceRemarksAndNames_StandWhereCelAllows(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, """{"x":{"y":1,"x":{"x":[0,{"x":7}]}}}"""));

    [Fact]
    public void Compile_RepeatedOperators_TakesWhatCelDemands()
    {
        Assert.Equal("true", CelRun.Evaluate(string.Join(" || ", Enumerable.Repeat("false", 500)) + " || true"));
        Assert.Equal("false", CelRun.Evaluate(string.Join(" && ", Enumerable.Repeat("true", 500)) + " && false"));
        Assert.Equal("201", CelRun.Evaluate(string.Join(" + ", Enumerable.Repeat("1", 201))));
        Assert.Equal("7", CelRun.Evaluate(string.Concat(Enumerable.Repeat("false ? 0 : ", 60)) + "7"));
        Assert.Equal("7", CelRun.Evaluate(new string('(', 60) + "7" + new string(')', 60)));
        Assert.Equal("true", CelRun.Evaluate(new string('!', 60) + "true"));
        Assert.Equal("-7", CelRun.Evaluate(new string('-', 61) + "7"));
        Assert.Equal(
            "1", CelRun.Evaluate(new string('[', 60) + "1" + new string(']', 60) + string.Concat(Enumerable.Repeat("[0]", 60))));
    }
}
