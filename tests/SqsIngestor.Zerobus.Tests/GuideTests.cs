using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>The blocks of code of docs/zerobus.md are excerpts of programs that run: see <see cref="ExampleTests"/>.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = File.ReadAllText(RepositoryFiles.PathOf("docs", "zerobus.md"));
    private static readonly string Folder = RepositoryFiles.PathOf("tests", "SqsIngestor.Zerobus.Examples");

    /// <summary>The programs, and the test that the guide shows.</summary>
    private static readonly IReadOnlyDictionary<string, string> Sources = Directory.EnumerateFiles(Folder, "*.cs")
        .Append(RepositoryFiles.PathOf("tests", "SqsIngestor.Zerobus.Tests", "OrdersLoaderTests.cs"))
        .ToDictionary(static path => Path.GetFileName(path), File.ReadAllText);

    [Fact]
    public void Blocks_OfTheGuide_AreExcerptsOfExamples()
    {
        var blocks = Blocks("csharp");

        Assert.True(blocks.Count > 10);
        Assert.Equal([], blocks.Where(static block => Holding(block) is null));
    }

    [Fact]
    public void Examples_AreShownInTheGuide()
    {
        var shown = Blocks("csharp").Select(Holding).ToHashSet();

        Assert.Equal([], Sources.Keys.Where(name => name != "Program.cs" && !shown.Contains(name)));
    }

    [Theory]
    [InlineData("proto", "order.proto")]
    [InlineData("sql", "tables.sql")]
    public void Block_OfAnotherLanguage_IsTheFileOfTheExamples(string language, string file) =>
        Assert.Equal([File.ReadAllText(Path.Combine(Folder, file))], Blocks(language));

    private static List<string> Blocks(string language) =>
        [.. Block().Matches(Guide).Where(block => block.Groups["language"].Value == language)
            .Select(static block => block.Groups["code"].Value)];

    /// <summary>The file that has the block, at any depth; null if there is none.</summary>
    private static string? Holding(string block) => Sources
        .FirstOrDefault(source => new[] { 0, 4, 8, 12 }.Any(
            depth => ('\n' + source.Value).Contains('\n' + Indented(block, depth), StringComparison.Ordinal))).Key;

    private static string Indented(string block, int depth) =>
        string.Join('\n', block.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', depth) + line));

    [GeneratedRegex("^```(?<language>\\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
