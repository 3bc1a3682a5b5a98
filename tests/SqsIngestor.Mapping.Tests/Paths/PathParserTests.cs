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
    [InlineData("$.a[99999999999]", 5)]
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

    private static (SourcePath? Path, IReadOnlyList<Diagnostic> Diagnostics) Parse(string text)
    {
        var bag = new DiagnosticBag("test", text);
        var path = PathParser.Parse(text, (offset, length) => new TextPosition(1, offset + 1, length), bag);
        return (path, bag.ToList());
    }
}
