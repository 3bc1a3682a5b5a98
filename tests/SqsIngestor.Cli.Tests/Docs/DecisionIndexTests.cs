using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Docs;

/// <summary>The index of the decisions names each page by its number and its title.</summary>
public sealed partial class DecisionIndexTests
{
    [Fact]
    public void Rows_OfTheIndex_AreNumbersAndTitlesOfThePages()
    {
        var folder = RepositoryFiles.PathOf("docs/adr");
        var pages = Directory.EnumerateFiles(folder, "0*.md").Order(StringComparer.Ordinal)
            .Select(static page => (Name: Path.GetFileName(page), Title: Title().Match(File.ReadLines(page).First())))
            .Select(static page => $"| [{page.Title.Groups["number"]}]({page.Name}) | {page.Title.Groups["title"]} |");

        var rows = File.ReadLines(Path.Combine(folder, "README.md"))
            .Where(static line => line.StartsWith("| [", StringComparison.Ordinal));

        Assert.Equal(pages, rows);
    }

    [GeneratedRegex("^# (?<number>[0-9]+)[.] (?<title>.+)$")]
    private static partial Regex Title();
}
