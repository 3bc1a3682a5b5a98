using System.Globalization;
using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Docs;

/// <summary>Links in Markdown files lead to files, headings and lines that exist, and so do paths of source files.</summary>
public partial class DocumentationLinkTests
{
    private static readonly string[] SkippedFolders = ["artifacts", "node_modules", "bin", "obj"];

    public static TheoryData<string> Pages() =>
        [.. MarkdownFiles(RepositoryFiles.Root).Select(f => Path.GetRelativePath(RepositoryFiles.Root, f)).Order()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfThePage_LeadToFilesAndHeadings(string page) => AssertNoDeadLink(RepositoryFiles.PathOf(page));

    [Theory]
    [InlineData("[a](README.md)")]
    [InlineData("[a](README.md#links)")]
    [InlineData("[a](#links)")]
    [InlineData("[a](#links-1)")]
    [InlineData("[a](#with-code)")]
    [InlineData("[a](code.cs#L2)")]
    [InlineData("[a](https://example.com/missing)")]
    [InlineData("[a](<README.md> \"title\")")]
    [InlineData("`[a](missing.md)` and `[a][missing]`")]
    public void Links_ThatExist_AreAccepted(string markdown) => AssertDeadLink(markdown, dead: null);

    [Theory]
    [InlineData("[a](docs/missing.md)", "docs/missing.md")]
    [InlineData("[a](README.md#missing)", "README.md#missing")]
    [InlineData("[a](#links-2)", "#links-2")]
    [InlineData("[a](code.cs#L3)", "code.cs#L3")]
    [InlineData("[a](missing.md \"title\")", "missing.md")]
    [InlineData("[a](<missing file.md>)", "missing file.md")]
    [InlineData("[a][ref]\n\n[ref]: missing.md", "missing.md")]
    [InlineData("[a][ref]", "[a][ref]")]
    [InlineData("![a](missing.png)", "missing.png")]
    [InlineData("<img src=\"missing.png\">", "missing.png")]
    [InlineData("text <a href='missing.md'>a</a>", "missing.md")]
    [InlineData("| a |\n|---|\n| [a](missing.md) |", "missing.md")]
    public void Links_ThatAreDead_AreFound(string markdown, string dead) => AssertDeadLink(markdown, dead);

    [Fact]
    public void Paths_InThePagesForContributors_LeadToFiles()
    {
        string[] pages =
        [
            RepositoryFiles.PathOf("CONTRIBUTING.md"),
            .. MarkdownFiles(RepositoryFiles.PathOf("docs/adr")),
            .. MarkdownFiles(RepositoryFiles.PathOf("docs/explanation")),
        ];
        var paths = pages.SelectMany(static page => new MarkdownPage(File.ReadAllText(page)).CodeSpans())
            .Where(static code => SourcePath().IsMatch(code)).ToList();

        Assert.Contains("src/SqsIngestor.Zerobus/ZerobusErrorCode.cs", paths);
        Assert.Equal([], paths.Where(static path => !Path.Exists(RepositoryFiles.PathOf(path))));
    }

    private static void AssertDeadLink(string markdown, string? dead)
    {
        using var folder = new TemporaryFolder();
        folder.Write("code.cs", "one\ntwo\n");
        var page = folder.Write("README.md", $"# Links\n\n## Links\n\n## With `code`\n\n{markdown}\n");

        var found = DeadLinks(page).Distinct();

        Assert.Equal(dead is null ? [] : [dead], found);
    }

    private static void AssertNoDeadLink(string page)
    {
        var dead = DeadLinks(page).ToList();

        Assert.True(dead.Count == 0, $"{page} has links to nothing:\n{string.Join('\n', dead)}");
    }

    private static IEnumerable<string> DeadLinks(string page)
    {
        var markdown = new MarkdownPage(File.ReadAllText(page));
        return [.. markdown.Links().Where(target => !Exists(page, target)), .. markdown.UndefinedReferences()];
    }

    private static IEnumerable<string> MarkdownFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(Directory.EnumerateDirectories(folder)
            .Where(
                f =>
                Path.GetFileName(f) is var name && !SkippedFolders.Contains(name) && (name == ".github" || !name.StartsWith('.')))
            .SelectMany(MarkdownFiles));

    private static bool Exists(string page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return true;
        }
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        if (parts.Length == 1) return Path.Exists(path);
        if (!File.Exists(path)) return false;
        return Line().Match(parts[1]) is { Success: true } line
            ? int.Parse(line.Groups["last"].ValueSpan, CultureInfo.InvariantCulture) <= File.ReadLines(path).Count()
            : new MarkdownPage(File.ReadAllText(path)).Anchors().Contains(parts[1]);
    }

    /// <summary>A line of a file, or several, as <c>L3</c> and <c>L3-L5</c>.</summary>
    [GeneratedRegex(@"^(L\d+-)?L(?<last>\d+)$")]
    private static partial Regex Line();

    /// <summary>A path from the root, without a placeholder.</summary>
    [GeneratedRegex(@"^(src|tests|docs)/[\w./-]+$")]
    private static partial Regex SourcePath();
}
