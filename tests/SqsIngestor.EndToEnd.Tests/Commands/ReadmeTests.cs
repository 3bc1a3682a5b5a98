using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands;

/// <summary>Runs the commands that the README and the how-to guides show.</summary>
public partial class ReadmeTests
{
    public static TheoryData<string> Commands() =>
        [
            .. Pages().SelectMany(page => CommandLine().Matches(File.ReadAllText(page)))
            .Select(m => m.Groups["arguments"].Value)
            .Distinct()
            // A native build takes minutes: .ci/run does it.
            .Where(
                arguments => !arguments.StartsWith("package", StringComparison.Ordinal)
                    || arguments.Contains("--layer-only", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_AsTheReadmeShowsIt_Succeeds(string arguments)
    {
        var database = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.duckdb");

        var result = await SqsIngestorProgram.RunAsync(
            arguments.Replace("/tmp/rows.duckdb", database, StringComparison.Ordinal).Split(' '));

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Equal(arguments.Contains("--database", StringComparison.Ordinal), File.Exists(database));
        File.Delete(database);
    }

    private static IEnumerable<string> Pages() =>
        [
            RepositoryFiles.PathOf("README.md"),
            .. Directory.EnumerateFiles(RepositoryFiles.PathOf("docs", "how-to"), "*.md").Order()];

    [GeneratedRegex("^dotnet run --project src/SqsIngestor.Cli -- (?<arguments>.+)$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();
}
