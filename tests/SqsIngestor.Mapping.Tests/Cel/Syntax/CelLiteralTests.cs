namespace SqsIngestor.Mapping.Tests.Cel.Syntax;

public sealed class CelLiteralTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("0x10", "16")]
    [InlineData("0Xff", "255")]
    [InlineData("-0x8000000000000000", "-9223372036854775808")]
    [InlineData("7u", "7u")]
    [InlineData("7U", "7u")]
    [InlineData("0xFFFFFFFFFFFFFFFFu", "18446744073709551615u")]
    [InlineData("18446744073709551615u", "18446744073709551615u")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("25e-1", "2.5")]
    [InlineData("2E+1", "20.0")]
    [InlineData(".25E2", "25.0")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", "null")]
    [InlineData("[]", "[]")]
    [InlineData("[1, 2u, 'x',]", "[1,2u,\"x\"]")]
    [InlineData("{}", "{}")]
    [InlineData("{'k': 1, 2: true, 3u: null, false: [0],}", "{\"k\":1,2:true,3u:null,false:[0]}")]
    [InlineData("[ // a remark\n 1, \t2 ]", "[1,2]")]
    public void Evaluate_Literal_GivesItsValue(string text, string expected) => Assert.Equal(expected, CelRun.Evaluate(text));

    [Theory]
    [InlineData("''", "")]
    [InlineData("\"\"", "")]
    [InlineData("''''''", "")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("'it\"s'", "it\"s")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("'''two ' and '' and\nlines'''", "two ' and '' and\nlines")]
    [InlineData(@"'\a\b\f\n\r\t\v'", "\a\b\f\n\r\t\v")]
    [InlineData(@"'\\ \? \"" \' \`'", "\\ ? \" ' `")]
    [InlineData(@"'\x41\X42\103'", "ABC")]
    [InlineData(@"'\u00e9\U0001F431'", "é\U0001F431")]
    [InlineData(@"'\377'", "ÿ")]
    [InlineData(@"'\x00\000'", "\0\0")]
    [InlineData(@"r'\n\x'", "\\n\\x")]
    [InlineData(@"R""\""", "\\")]
    [InlineData(@"r'''a'\'''", "a'\\")]
    [InlineData("'é\U0001F431'", "é\U0001F431")]
    public void Evaluate_StringLiteral_GivesItsCharacters(string text, string expected)
    {
        var program = CelRun.Compile(text);

        Assert.Equal(expected, program.Evaluate(new JsonScope(program, "{}"), new()).GetString());
    }

    [Theory]
    [InlineData("b''", "b:")]
    [InlineData("B\"ab\"", "b:6162")]
    [InlineData("b'ÿ'", "b:c3bf")]
    [InlineData(@"b'\xff\377\n'", "b:ffff0a")]
    [InlineData(@"br'\x'", "b:5c78")]
    [InlineData(@"bR'''\'''", "b:5c")]
    [InlineData("b'''a\nb'''", "b:610a62")]
    public void Evaluate_BytesLiteral_GivesItsBytes(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text));

    [Theory]
    [InlineData("9223372036854775808", "cel_literal@0+19")]
    [InlineData("-9223372036854775809", "cel_literal@0+20")]
    [InlineData("18446744073709551616u", "cel_literal@0+21")]
    [InlineData("-1u", "cel_literal@0+3")]
    [InlineData("1 + 0x", "cel_syntax@4+1")]
    [InlineData("1e", "cel_syntax@0+1")]
    [InlineData("12abc", "cel_syntax@0+1")]
    [InlineData("'open", "cel_syntax@0+1")]
    [InlineData("'a\nb'", "cel_syntax@0+1")]
    [InlineData(@"'\s'", "cel_literal@1+2")]
    [InlineData(@"'ab\x4'", "cel_literal@3+3")]
    [InlineData(@"'\ud83d\ude03'", "cel_literal@1+6")]
    [InlineData(@"'\UD83DDE03'", "cel_literal@1+10")]
    [InlineData(@"'\U00110000'", "cel_literal@1+10")]
    [InlineData(@"b'\u0041'", "cel_literal@2+6")]
    [InlineData(@"'\477'", "cel_literal@1+2")]
    [InlineData(@"'\189'", "cel_literal@1+4")]
    public void Compile_LiteralWithoutValue_PointsAtIt(string text, string expected) =>
        Assert.Equal(expected, CelRun.Diagnose(text));

    [Fact]
    public void Compile_HalfASurrogatePair_PointsAtIt() => Assert.Equal("cel_literal@6+1", CelRun.Diagnose("x == '\ud800b'"));
}
