using System.Diagnostics;
using System.Text.RegularExpressions;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Commands;

/// <summary>Runs the tutorial from its first command to its last, with the built program instead of <c>dotnet run</c>.</summary>
public partial class TutorialTests
{
    [Fact]
    public async Task Commands_OneAfterTheOther_LandTheRowsThatTheTutorialShows()
    {
        var blocks =
            ShellBlock().Matches(await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs", "tutorial", "first-table.md")));
        var script = "set -e\n" + string.Concat(blocks.Select(block => block.Groups["commands"].Value));
        var program = SqsIngestorProgram.Start([]).FileName;
        using var folder = new TemporaryFolder();
        script = script.Replace("dotnet run --project src/SqsIngestor.Cli --", $"\"{program}\"", StringComparison.Ordinal)
            .Replace("artifacts/first", "\"$FOLDER\"", StringComparison.Ordinal);

        using var bash = Process.Start(
            new ProcessStartInfo("bash", ["-c", script])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["FOLDER"] = folder.Path },
            })!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();

        Assert.True(bash.ExitCode == 0, await output + await errors);
        Assert.Contains("1 mapping, 0 errors, 0 warnings\n", await output, StringComparison.Ordinal);
        Assert.Contains(
            "│ /home   │ ada     │ 2026-03-01T12:00:00Z │ 1.500   │\n", await output, StringComparison.Ordinal);
        Assert.Contains(
            "│ /prices │ NULL    │ 2026-03-01T12:00:09Z │ NULL    │\n", await output, StringComparison.Ordinal);
        Assert.Contains("    bytes  12 03 61 64 61\n", await output, StringComparison.Ordinal);
    }

    [GeneratedRegex("^```sh\n(?<commands>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
