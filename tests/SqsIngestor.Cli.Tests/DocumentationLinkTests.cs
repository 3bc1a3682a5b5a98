using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests;

/// <summary>Relative links in Markdown files lead to files and headings that exist.</summary>
public partial class DocumentationLinkTests
{
    private static readonly string[] SkippedFolders = ["artifacts", "node_modules", "bin", "obj"];

    public static TheoryData<string> Pages() =>
        [.. MarkdownFiles(RepositoryFiles.Root).Select(f => Path.GetRelativePath(RepositoryFiles.Root, f)).Order()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfThePage_LeadToFilesAndHeadings(string page)
    {
        var file = RepositoryFiles.PathOf(page);

        var dead = Link().Matches(WithoutCode(File.ReadAllText(file)))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !Exists(file, target));

        Assert.Empty(dead);
    }

    [Theory]
    [InlineData("README.md", true)]
    [InlineData("README.md#links", true)]
    [InlineData("#links", true)]
    [InlineData("https://example.com/missing", true)]
    [InlineData("docs/missing.md", false)]
    [InlineData("README.md#missing", false)]
    public void Exists_LinkOfEveryKind_IsRecognized(string target, bool exists)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "README.md");
        File.WriteAllText(file, "# Links\n");

        Assert.Equal(exists, Exists(file, target));
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
        return File.Exists(path) && Anchors(File.ReadAllText(path)).Contains(parts[1]);
    }

    /// <summary>The anchors that GitHub makes of headings: lower case, no punctuation, hyphens for spaces.</summary>
    private static IEnumerable<string> Anchors(string text) =>
        Heading().Matches(WithoutCode(text)).Select(heading =>
            Punctuation().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
