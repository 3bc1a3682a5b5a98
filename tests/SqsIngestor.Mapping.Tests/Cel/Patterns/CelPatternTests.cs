using SqsIngestor.Mapping.Cel.Patterns;

namespace SqsIngestor.Mapping.Tests.Cel.Patterns;

public sealed class CelPatternTests
{
    [Theory]
    [InlineData("hubba", "ubb", true)]
    [InlineData("", "a|b", false)]
    [InlineData("cow", "", true)]
    [InlineData("grey", "^gr(a|e)y$", true)]
    [InlineData("banana", "^ba(na)*$", true)]
    [InlineData("grey\n", "^grey$", false)]
    [InlineData("a\nb", "(?m)^a$", true)]
    [InlineData("A", "(?i)^a$", true)]
    [InlineData("a\nb", "a.b", false)]
    [InlineData("a\nb", "(?s)a.b", true)]
    [InlineData("7", @"^\d$", true)]
    [InlineData("٣", @"^\d$", false)]
    [InlineData("é", @"^\w$", false)]
    [InlineData("é", @"^\W$", true)]
    [InlineData("a_9", @"^\w+$", true)]
    [InlineData("\v", @"^\s$", false)]
    [InlineData("\u00a0", @"^[^\s]$", true)]
    [InlineData("é", @"^\pL$", true)]
    [InlineData("é", @"^[\p{L}]$", true)]
    [InlineData("1", @"^\PL$", true)]
    [InlineData("\U0001F431", "^.$", true)]
    [InlineData("\U0001F431", "^[^a]$", true)]
    [InlineData("\U0001F431\U0001F431", "^\U0001F431{2}$", true)]
    [InlineData("ab", "^(?P<first>a)(?P<second>b)$", true)]
    [InlineData("a]b", "^a[]]b$", true)]
    [InlineData("a-[b", "^a[[-]+b$", true)]
    [InlineData("a{b", "a{b", true)]
    [InlineData("é", @"^\x{e9}$", true)]
    [InlineData("A", @"^\x41$", true)]
    [InlineData("a.b", @"^a\.b$", true)]
    [InlineData("a b#", "^a b#$", true)]
    [InlineData("[]x", "^[a-z-[aeiou]]x$", true)]
    [InlineData("aaa", "^a{2,3}$", true)]
    public void Evaluate_Matches_IsRe2(string text, string pattern, bool expected)
    {
        var regex = CelPattern.Compile(pattern, out var problem);

        Assert.Null(problem);
        Assert.Equal(expected, regex!.IsMatch(text));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*")]
    [InlineData("a\\")]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)b")]
    [InlineData("(a)\\1")]
    [InlineData("(?>a)")]
    [InlineData("[[:alpha:]]")]
    [InlineData("[\U0001F431]")]
    [InlineData("\\Qa\\E")]
    [InlineData("\\Z")]
    [InlineData("[\\W]")]
    [InlineData("\\x{110000}")]
    [InlineData("\\xZZ")]
    [InlineData("a{1001}")]
    [InlineData("(a{1000}){1000}")]
    [InlineData("((((((a{9}){9}){9}){9}){9}){9})")]
    [InlineData("\\p{Nothing}")]
    public void Compile_PatternBeyondRe2_IsRefused(string pattern)
    {
        var regex = CelPattern.Compile(pattern, out var problem);

        Assert.Null(regex);
        Assert.NotNull(problem);
    }

    [Theory]
    [InlineData("(", ")", 499)]
    [InlineData("(", ")*", 333)]
    [InlineData("(?:a|", ")", 150)]
    [InlineData("[", "]", 500)]
    public void Compile_NestedPattern_GivesARegexOrAProblem(string open, string close, int depth)
    {
        var pattern = string.Concat(Enumerable.Repeat(open, depth)) + "a" + string.Concat(Enumerable.Repeat(close, depth));

        Assert.Equal(CelPattern.Compile(pattern, out var problem) is null, problem is not null);
    }

    /// <summary>Where a pattern is searched with backtracking, this has no end.</summary>
    [Fact]
    public void Evaluate_CatastrophicPattern_HasAnAnswer()
    {
        var json = $$"""{"x":"{{new string('a', 200_000)}}!"}""";

        Assert.Equal("false", CelRun.Evaluate("x.matches('^(a+)+$') || x.matches('^(a|a)*$') || x.matches('^(.*)*b$')", json));
    }

    [Fact]
    public void Evaluate_LargePatternOverLongText_CostsMore()
    {
        var json = $$"""{"x":"{{new string('b', 1_000_000)}}"}""";

        Assert.Equal("false", CelRun.Evaluate("x.matches('^order[.][a-z]+c$')", json));
        Assert.Equal("cost_limit", CelRun.Evaluate("x.matches('.{0,900}b.{0,900}c')", json));
    }

    [Fact]
    public void Evaluate_MatchesAsFunctionOrMember_IsTheSame() =>
        Assert.Equal(
            "true", CelRun.Evaluate(@"matches(x, r'^\d+$') && x.matches('^[0-9]{3}$') && !x.matches('^1$')", """{"x":"123"}"""));
}
