using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Commands;

public partial class VersionTests
{
    [Fact]
    public async Task Version_OfAClone_HasTheCommit()
    {
        var result = await SqsIngestorProgram.RunAsync("--version");

        Assert.Equal(("", 0), (result.Errors, result.ExitCode));
        var version = Form().Match(result.Output);
        Assert.True(version.Success, result.Output);
        Assert.Equal(Path.Exists(RepositoryFiles.PathOf(".git")), version.Groups["commit"].Success);
    }

    [Fact]
    public async Task Sarif_HasTheVersionWithoutTheCommit()
    {
        var version = await SqsIngestorProgram.RunAsync("--version");
        var result = await SqsIngestorProgram.RunAsync("check", "mappings/sqs_messages.yaml", "--format", "sarif");

        var driver = JsonNode.Parse(result.Output)!["runs"]![0]!["tool"]!["driver"]!;
        Assert.Equal(version.Output.TrimEnd().Split('+')[0], driver["semanticVersion"]!.GetValue<string>());
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(?<commit>\+[0-9a-f]{8})?\n$")]
    private static partial Regex Form();
}
