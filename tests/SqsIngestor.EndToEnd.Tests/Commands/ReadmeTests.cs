using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands;

/// <summary>Runs the commands that the README, the how-to guides, the explanations and the tutorial for AWS show.</summary>
public partial class ReadmeTests
{
    public static TheoryData<string> Commands() =>
        [
            .. Pages().SelectMany(page => CommandLine().Matches(File.ReadAllText(page)))
            .Select(m => m.Groups["arguments"].Value)
            .Distinct()
            .Where(CanRunHere)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_AsTheReadmeShowsIt_Succeeds(string arguments)
    {
        using var folder = new TemporaryFolder();
        var database = folder["rows.duckdb"];

        var result = await SqsIngestorProgram.RunAsync(
            [.. arguments.Split(' ').Select(each => each == "/tmp/rows.duckdb" ? database : each)]);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Equal(arguments.Contains("--database", StringComparison.Ordinal), File.Exists(database));
    }

    private static bool CanRunHere(string arguments)
    {
        var has = (string text) => arguments.Contains(text, StringComparison.Ordinal);
        return arguments.Split(' ')[0] switch
        {
            // A native build takes minutes: .ci/run does it.
            "package" => has("--layer-only"),
            "demo" => !has("--function"),
            // They need a server, which other tests start.
            "serve" or "invoke" or "query" or "queue" => false,
            // They need a workspace, or change the mappings of the repository.
            "check" => !has("uc:"),
            // The file has a message of a real queue.
            "explain" => !has("messages.json"),
            "schema" => (!has("schema pull") || has("--from-")) && !has("--write"),
            _ => true,
        };
    }

    private static IEnumerable<string> Pages() =>
        [
            RepositoryFiles.PathOf("README.md"),
            RepositoryFiles.PathOf("docs", "tutorial", "first-row-on-aws.md"),
            .. Directory.EnumerateFiles(RepositoryFiles.PathOf("docs", "how-to"), "*.md").Order(),
            .. Directory.EnumerateFiles(RepositoryFiles.PathOf("docs", "explanation"), "*.md").Order(),
        ];

    [GeneratedRegex("^ *(dotnet run --project src/SqsIngestor.Cli --|sqs-ingestor) (?<arguments>.+)$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();
}
