namespace SqsIngestor.Mapping.Tests.Cel.Functions;

public sealed class CelStringTests
{
    private const string Input = """{"x":"a\u00e9\tz","y":"größe","a":["p","\u0071",null],"b":"🐱b"}""";

    [Theory]
    [InlineData("'grün'.charAt(2)", "\"ü\"")]
    [InlineData("'grün'.charAt(4)", "\"\"")]
    [InlineData("'grün'.charAt(5)", "index_out_of_range")]
    [InlineData("'grün'.charAt(-1)", "index_out_of_range")]
    [InlineData("b.charAt(0) == '🐱' && b.charAt(1) == 'b'", "true")]
    [InlineData("x.charAt(1)", "\"é\"")]
    [InlineData("dyn(1).charAt(0)", "no_matching_overload")]
    [InlineData("'abc'.charAt(dyn('1'))", "no_matching_overload")]
    [InlineData("'abc'.substring(1)", "\"bc\"")]
    [InlineData("'abc'.substring(3)", "\"\"")]
    [InlineData("'abc'.substring(4)", "index_out_of_range")]
    [InlineData("y.substring(2, 4)", "\"öß\"")]
    [InlineData("y.substring(2, 2)", "\"\"")]
    [InlineData("y.substring(0, 6)", "index_out_of_range")]
    [InlineData("y.substring(3, 2)", "invalid_argument")]
    [InlineData("y.substring(-1, 2)", "index_out_of_range")]
    [InlineData("x.substring(1, 3).substring(1)", "\"\\t\"")]
    public void Evaluate_Cut_CountsCodePoints(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("'größe'.indexOf('ß')", "3")]
    [InlineData("'größe'.indexOf('e', 4)", "4")]
    [InlineData("'größe'.indexOf('g', 1)", "-1")]
    [InlineData("'größe'.indexOf('', 5)", "5")]
    [InlineData("'größe'.indexOf('', 6)", "index_out_of_range")]
    [InlineData("'größe'.indexOf('g', -1)", "index_out_of_range")]
    [InlineData("''.indexOf('')", "0")]
    [InlineData("'a.b.c'.lastIndexOf('.')", "3")]
    [InlineData("'a.b.c'.lastIndexOf('.', 2)", "1")]
    [InlineData("'a.b.c'.lastIndexOf('.', 3)", "3")]
    [InlineData("'a.b.c'.lastIndexOf('.', 5)", "3")]
    [InlineData("'a.b.c'.lastIndexOf('.', 6)", "index_out_of_range")]
    [InlineData("'abab'.lastIndexOf('abab', 0)", "0")]
    [InlineData("'ß🐱ß'.lastIndexOf('ß')", "2")]
    [InlineData("'ß🐱ß'.lastIndexOf('')", "3")]
    [InlineData("'abc'.lastIndexOf('d')", "-1")]
    public void Evaluate_Search_GivesAPositionOrMinusOne(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Fact]
    public void Evaluate_SearchOfALongText_FindsFirstAndLast()
    {
        var part = new string('a', 100) + 'b';
        var json = $$"""{"x":"{{part}}a{{part}}","y":"{{part}}"}""";

        Assert.Equal("[0,102]", CelRun.Evaluate("[x.indexOf(y), x.lastIndexOf(y)]", json));
        Assert.Equal("[1,102]", CelRun.Evaluate("[x.indexOf(y.substring(1)), x.lastIndexOf(y)]", json));
        Assert.Equal("[102,0]", CelRun.Evaluate("[x.indexOf(y, 1), x.lastIndexOf(y, 101)]", json));
        Assert.Equal("[\"\",\"a\",\"\"]", CelRun.Evaluate("x.split(y)", json));
    }

    [Theory]
    [InlineData("'ÄbC z'.lowerAscii()", "\"Äbc z\"")]
    [InlineData("'äbC [`{@'.upperAscii()", "\"äBC [`{@\"")]
    [InlineData("' \\u00a0\\u2003a b\\u3000\\n'.trim()", "\"a b\"")]
    [InlineData("'\\u200ba'.trim() == '\\u200ba'", "true")]
    [InlineData("' \\t '.trim()", "\"\"")]
    [InlineData("'aß🐱'.reverse() == '🐱ßa'", "true")]
    [InlineData("''.reverse()", "\"\"")]
    [InlineData("x.reverse()", "\"z\\téa\"")]
    [InlineData("strings.quote('a\"b\\\\c\\n\\v\\x07ß')", "\"\\\"a\\\\\\\"b\\\\\\\\c\\\\n\\\\v\\\\aß\\\"\"")]
    [InlineData("strings.quote('')", "\"\\\"\\\"\"")]
    public void Evaluate_Change_ChangesOnlyWhatItSays(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("'a-b-c'.replace('-', '+')", "\"a+b+c\"")]
    [InlineData("'a-b-c'.replace('-', '', 1)", "\"ab-c\"")]
    [InlineData("'a-b-c'.replace('-', '+', 0)", "\"a-b-c\"")]
    [InlineData("'a-b-c'.replace('-', '+', -1)", "\"a+b+c\"")]
    [InlineData("'aaa'.replace('aa', 'b')", "\"ba\"")]
    [InlineData("'äb'.replace('', '.')", "\".ä.b.\"")]
    [InlineData("'äb'.replace('', '.', 2)", "\".ä.b\"")]
    [InlineData("''.replace('', '.')", "\".\"")]
    [InlineData("'a,b,'.split(',')", "[\"a\",\"b\",\"\"]")]
    [InlineData("''.split(',')", "[\"\"]")]
    [InlineData("'äb'.split('')", "[\"ä\",\"b\"]")]
    [InlineData("''.split('')", "[]")]
    [InlineData("'a,b,c'.split(',', 2)", "[\"a\",\"b,c\"]")]
    [InlineData("'a,b,c'.split(',', 0)", "[]")]
    [InlineData("'abc'.split('', 2)", "[\"a\",\"bc\"]")]
    [InlineData("'a,b'.split(',', 9)", "[\"a\",\"b\"]")]
    [InlineData("['a', 'b', ''].join(', ')", "\"a, b, \"")]
    [InlineData("[].join(',')", "\"\"")]
    [InlineData("a.filter(s, s != null).join()", "\"pq\"")]
    [InlineData("a.join('-')", "no_matching_overload")]
    [InlineData("x.split('\\t').join('|')", "\"aé|z\"")]
    public void Evaluate_Parts_AreReplacedSplitAndJoined(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("base64.encode(b'\\xff\\x00')", "\"/wA=\"")]
    [InlineData("base64.encode(b'')", "\"\"")]
    [InlineData("base64.decode('/wA=')", "b:ff00")]
    [InlineData("base64.decode('/wA')", "b:ff00")]
    [InlineData("base64.decode('')", "b:")]
    [InlineData("base64.decode('a')", "not_convertible")]
    [InlineData("base64.decode('a%==')", "not_convertible")]
    [InlineData("base64.decode(dyn(1))", "no_matching_overload")]
    public void Evaluate_Base64_EncodesAndDecodes(string text, string expected) => Assert.Equal(expected, CelRun.Evaluate(text));
}
