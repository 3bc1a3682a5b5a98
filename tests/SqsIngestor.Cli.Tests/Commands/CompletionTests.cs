using System.Diagnostics;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Commands;

/// <summary>What a shell completes, by the script for it.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("sqs-ingestor ch", "check")]
    [InlineData("sqs-ingestor schema p", "pull")]
    [InlineData("sqs-ingestor check --for", "--format")]
    [InlineData("sqs-ingestor check --format s", "sarif")]
    [InlineData("sqs-ingestor completion z", "zsh")]
    [InlineData("sqs-ingestor check --quiet --form", "--format")]
    [InlineData("sqs-ingestor -q chec", "check")]
    [InlineData("sqs-ingestor package --layer-only --des", "--descriptors")]
    [InlineData("sqs-ingestor check --format=s", "sarif")]
    [InlineData("sqs-ingestor check -v --format=sa", "sarif")]
    public async Task Bash_PartOfALine_IsCompleted(string line, string expected)
    {
        if (OperatingSystem.IsWindows()) return;
        var script = await SqsIngestorProgram.RunAsync("completion", "bash");
        var program = Path.GetDirectoryName(SqsIngestorProgram.Start([]).FileName)!;

        var reply = await BashAsync(
            $$"""
            {{script.Output}}
            PATH='{{program}}':"$PATH"
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            COMP_WORDS=($COMP_LINE) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _sqs_ingestor
            printf '%s\n' "${COMPREPLY[@]}"
            """);

        Assert.Equal(expected + "\n", reply);
    }

    [Theory]
    [InlineData("sqs-ingestor demo --desc", "--descriptors", "--descriptor")]
    [InlineData("sqs-ingestor schema show --mess", "--message-type", "--message")]
    [InlineData("sqs-ingestor check --format ", "text", "human")]
    [InlineData("sqs-ingestor check -", "-h", "/?")]
    [InlineData("sqs-ingestor ", "demo", "/h")]
    public async Task OldNamesAndWords_AreNotOffered(string line, string name, string old)
    {
        var words = await SqsIngestorProgram.RunAsync($"[suggest:{line.Length}]", line);

        Assert.Equal((0, ""), (words.ExitCode, words.Errors));
        Assert.Contains(name, words.Output.Split('\n'));
        Assert.DoesNotContain(old, words.Output.Split('\n'));
    }

    [Theory]
    [InlineData("sqs-ingestor help schema p", 0, "pull", "check")]
    [InlineData("sqs-ingestor help ch", 0, "check", "pull")]
    [InlineData("sqs-ingestor reference d", 0, "diagnostics", "mapping")]
    [InlineData("sqs-ingestor schema", 1, "pull", "check")]
    [InlineData("sqs-ingestor schema", 1000, "pull", "check")]
    public async Task Words_OfALine_AreThoseThatFit(string line, int spaces, string word, string other)
    {
        var words = await SqsIngestorProgram.RunAsync($"[suggest:{line.Length + spaces}]", line);

        Assert.Equal((0, ""), (words.ExitCode, words.Errors));
        Assert.Contains(word, words.Output.Split('\n'));
        Assert.DoesNotContain(other, words.Output.Split('\n'));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Script_OfEachShell_AsksTheProgram(string shell)
    {
        var script = await SqsIngestorProgram.RunAsync("completion", shell);

        Assert.Equal((0, ""), (script.ExitCode, script.Errors));
        Assert.Contains("sqs-ingestor \"[suggest:", script.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("schema pull")]
    public async Task Help_OfACommand_IsThatOfItsOption(string command)
    {
        var names = command.Split(' ');

        var help = await SqsIngestorProgram.RunAsync(names.Prepend("help"));

        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.Equal((await SqsIngestorProgram.RunAsync(names.Append("--help"))).Output, help.Output);
    }

    [Fact]
    public async Task Help_OfAnUnknownCommand_IsRefused()
    {
        var help = await SqsIngestorProgram.RunAsync("help", "schema", "pul");

        Assert.Equal((2, ""), (help.ExitCode, help.Output));
        Assert.StartsWith(
            "error command_line: 'sqs-ingestor schema' has no command 'pul'; did you mean 'pull'?", help.Errors,
            StringComparison.Ordinal);
    }

    private static async Task<string> BashAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "--noprofile", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        using var bash = Process.Start(start)!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        Assert.Equal("", await errors);
        return await output;
    }
}
