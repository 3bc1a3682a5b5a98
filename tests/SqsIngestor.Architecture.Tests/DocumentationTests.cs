using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Architecture.Tests;

/// <summary>The page on architecture names every folder that a reader looks for.</summary>
public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("src/SqsIngestor.Mapping")]
    [InlineData("src/SqsIngestor.Mapping/Language")]
    public void Folders_OfMapping_AreInTheArchitecture(string folder)
    {
        var page = File.ReadAllText(RepositoryFiles.PathOf("docs/explanation/architecture.md"));
        var section = page[page.IndexOf("## Inside Mapping", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        var named = Code().Matches(section).Select(static code => code.Groups["text"].Value).ToHashSet();
        var folders = Directory.EnumerateDirectories(RepositoryFiles.PathOf(folder)).Select(static path => Path.GetFileName(path))
            .Where(static name => name is not ("bin" or "obj") && char.IsAsciiLetterUpper(name[0])).ToList();

        Assert.NotEmpty(folders);
        Assert.Equal([], folders.Where(name => !named.Contains(name) && !named.Contains(name + "/")));
    }

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();
}
