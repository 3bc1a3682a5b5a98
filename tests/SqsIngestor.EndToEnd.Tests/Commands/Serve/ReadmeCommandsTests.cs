using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands.Serve;

/// <summary>Runs what the README shows for a server that is up, in the order of the README.</summary>
public sealed partial class ReadmeCommandsTests
{
    private static readonly string Readme = File.ReadAllText(RepositoryFiles.PathOf("README.md"));
    private static readonly string ReadyFilePage =
        File.ReadAllText(RepositoryFiles.PathOf("docs", "how-to", "run-the-local-server.md"));

    [Fact]
    public async Task Commands_AsTheReadmeShowsThem_Succeed()
    {
        // Up to the next section; what is for a real workspace is not for this server.
        var section = Readme[Readme.IndexOf("\nsqs-ingestor serve\n", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        var commands = CommandLine().Matches(section).Select(match => match.Groups["arguments"].Value).ToList();
        Assert.Equal("serve", commands[0]);
        await using var server = await ServerProcess.StartAsync();
        foreach (var command in commands.Skip(1))
        {
            var result = await server.RunAsync([.. Word().Matches(command).Select(word => word.Value.Trim('"'))]);

            Assert.True(result.ExitCode == 0, $"{command}: {result.Output}{result.Errors}");
            Assert.NotEmpty(result.Output);
        }
    }

    [Fact]
    public async Task ReadyFile_Members_AreDocumented()
    {
        await using var server = await ServerProcess.StartAsync("--no-function");

        foreach (var member in server.Ready.EnumerateObject())
        {
            Assert.Contains($"`{member.Name}`", ReadyFilePage, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("^sqs-ingestor (?<arguments>.+)$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
