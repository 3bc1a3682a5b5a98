using CsCheck;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Paths;

namespace SqsIngestor.Mapping.Tests.Paths;

public class PathParserTests
{
    [Theory]
    [InlineData("$.a", "/a")]
    [InlineData("$.a.b_1", "/a/b_1")]
    [InlineData("$.a['b c'][0][-1]", "/a/b c/0/-1")]
    [InlineData("$['a']", "/a")]
    [InlineData("$.a[\"b'\"]", "/a/b'")]
    [InlineData("$.a['\\'\\\\\\n\\u00fc']", "/a/'\\\n\u00fc")]
    [InlineData("$.a['x/y~z']", "/a/x~1y~0z")]
    [InlineData("$.größe", "/größe")]
    [InlineData("$ .a", "/a")]
    [InlineData("$.a \t\r\n.b", "/a/b")]
    [InlineData("$ ['a'] [0]", "/a/0")]
    [InlineData("$[ 'a' ][ -1 ]", "/a/-1")]
    [InlineData("$.a[\n0\t]", "/a/0")]
    [InlineData("$.a[ * ]", "/a")]
    [InlineData("$.a['']", "/a/")]
    [InlineData("$.a[9007199254740991]", "/a/9007199254740991")]
    [InlineData("$.a[-9007199254740991]", "/a/-9007199254740991")]
    [InlineData("$.a[2147483648]", "/a/2147483648")]
    [InlineData("$.😀_", "/😀_")]
    [InlineData("$.a['😀\\uD83D\\uDE00']", "/a/😀😀")]
    [InlineData("$.a['\\b\\f\\r\\t\\/\\u0000']", "/a/\b\f\r\t~1\0")]
    [InlineData("$.a[\"\\\"'\"]", "/a/\"'")]
    public void Parse_SingularQuery_GivesItsSteps(string text, string expected) =>
        Assert.Equal(expected, Parse(text).Path?.ToPointer());

    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 1)]
    [InlineData("$", 1)]
    [InlineData("$[0]", 2)]
    [InlineData("$.", 2)]
    [InlineData("$..a", 2)]
    [InlineData("$.*", 2)]
    [InlineData("$.a b", 4)]
    [InlineData("$.1a", 3)]
    [InlineData("$.a[", 4)]
    [InlineData("$.a[x]", 5)]
    [InlineData("$.a[00]", 5)]
    [InlineData("$.a[-0]", 5)]
    [InlineData("$.a[9007199254740992]", 5)]
    [InlineData("$.a[-9007199254740992]", 5)]
    [InlineData("$.a[99999999999999999999]", 5)]
    [InlineData("$.a[+1]", 5)]
    [InlineData("$.a[1.0]", 6)]
    [InlineData("$.a[1e2]", 6)]
    [InlineData(" $.a", 1)]
    [InlineData("$.a ", 4)]
    [InlineData("$. a", 3)]
    [InlineData("$.a[ ]", 6)]
    [InlineData("$.a[0", 4)]
    [InlineData("$.a\f['b']", 4)]
    [InlineData("$.a['\u0001']", 6)]
    [InlineData("$.a['b\tc']", 7)]
    [InlineData("$.a[\"\n\"]", 6)]
    [InlineData("$.a['\\uD800']", 6)]
    [InlineData("$.a['\\uDC00\\uD800']", 6)]
    [InlineData("$.a['\\uD800\\u0041']", 6)]
    [InlineData("$.a['\\\"']", 6)]
    [InlineData("$.a[\"\\'\"]", 6)]
    [InlineData("$.a['\\u00g0']", 6)]
    [InlineData("$.a['\\U0041']", 6)]
    [InlineData("$.a['b]", 5)]
    [InlineData("$.a['\\q']", 6)]
    [InlineData("$.a[1:2]", 6)]
    [InlineData("$.a[?@.b]", 5)]
    [InlineData("$.a[*].b", 7)]
    public void Parse_AnythingElse_IsRefusedAtTheCharacter(string text, int column)
    {
        var (path, diagnostics) = Parse(text);

        Assert.Null(path);
        Assert.Equal(column, Assert.Single(diagnostics).Position.Column);
    }

    [Fact]
    public void Parse_LoneSurrogate_IsRefusedAtTheCharacter()
    {
        foreach (var (text, column) in new[]
        {
            ("$.a\ud800", 4), ("$.\udc00", 3), ("$.a['b\ud800']", 7), ("$.a['\udc00\ud800']", 6),
        })
        {
            var (path, diagnostics) = Parse(text);

            Assert.Null(path);
            Assert.Equal(column, Assert.Single(diagnostics).Position.Column);
        }
    }

    [Fact]
    public void Parse_AnyNames_GivesThemBack()
    {
        var names = Gen.String.Where(name => name.EnumerateRunes().All(rune => rune.Value != 0xFFFD));
        var blanks = Gen.String[Gen.Char[" \t\r\n"], 0, 2];
        var quotes = Gen.Char["'\""];

        Gen.Select(names, blanks, quotes, Gen.Bool).Array[1, 8].Sample(steps =>
        {
            var text = "$" + string.Concat(steps.Select(step =>
                $"{step.Item2}[{step.Item2}{Quoted(step.Item1, step.Item3, step.Item4)}{step.Item2}]"));

            Assert.Equal(steps.Select(step => step.Item1), Parse(text).Path?.Steps.Select(step => step.Name));
        });
    }

    [Fact]
    public void Parse_AnyIndex_GivesItBack() =>
        Gen.Long[-9007199254740991, 9007199254740991].Sample(index =>
            Assert.Equal(index, Parse(System.FormattableString.Invariant($"$.a[{index}]")).Path?.Steps[1].Index));

    /// <summary>The name as a string literal: what must be escaped, or everything.</summary>
    private static string Quoted(string name, char quote, bool everything) =>
        quote + string.Concat(name.Select(c =>
            everything || c < ' ' ? System.FormattableString.Invariant($"\\u{(int)c:X4}")
                : c == quote || c == '\\' ? "\\" + c
                : c.ToString())) + quote;

    private static (SourcePath? Path, IReadOnlyList<Diagnostic> Diagnostics) Parse(string text)
    {
        var bag = new DiagnosticBag("test", text);
        var path = PathParser.Parse(text, (offset, length) => new TextPosition(1, offset + 1, length), bag);
        return (path, bag.ToList());
    }
}
