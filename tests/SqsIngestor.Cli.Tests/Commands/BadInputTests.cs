using System.Diagnostics;
using System.Text.RegularExpressions;
using SqsIngestor.Cli.Commands;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Commands;

/// <summary>
/// Every command with what people, scripts and terminals do to it: a sentence and the right exit code, never a crash.
/// </summary>
public sealed partial class BadInputTests : IDisposable
{
    private const string NoSuchOption = "--no-such-option";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Commands => [.. SampleCommandLines.Commands];

    /// <summary>Each command, each of its input files, and each kind of bad file.</summary>
    public static TheoryData<string, int, string> BadFiles
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            foreach (var command in SampleCommandLines.Commands)
            {
                for (var slot = 0; slot < SampleCommandLines.Files(command); slot++)
                {
                    foreach (var kind in new[] { "missing", "folder", "unreadable", "binary", "empty" })
                        data.Add(command, slot, kind);
                }
            }

            return data;
        }
    }

    [Fact]
    public void Walk_OfAllCommands_HasEachOfThem()
    {
        var commands = CommandLine.CreateRoot().Subcommands
            .SelectMany(command => command.Subcommands.Count > 0 ? command.Subcommands : [command])
            .Select(command => CommandDescription.Path(command)[(CommandDescription.Root.Length + 1)..]);

        Assert.Equal(commands.Order(), SampleCommandLines.Commands.Order());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Run_UnknownOption_Is2InTwoLines(string command)
    {
        var result = await InProcessProgram.RunAsync([.. SampleCommandLines.Words(command, _folder.Path), NoSuchOption]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            $"error command_line: 'sqs-ingestor {command}' has no option '{NoSuchOption}'.\n"
                + $"Run 'sqs-ingestor {command} --help' for usage.\n",
            result.Errors);
    }

    /// <summary>A command that needs something says what; none starts to do something that nobody asked for.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Run_WithoutArguments_RunsOrSaysWhatIsMissing(string command)
    {
        // These run without any argument, and have their own tests.
        if (command is "demo" or "serve" or "package" or "init" or "schema compile") return;
        var result = await InProcessProgram.RunAsync(command.Split(' '));

        AssertOrderly(result);
        if (result.ExitCode == 0) return;
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Matches("^error (command_line|server_not_found|nothing_to_send): ", result.Errors);
        Assert.InRange(result.Errors.Count(character => character == '\n'), 1, 2);
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task Run_BadFile_IsAnErrorOfTheFile(string command, int slot, string kind)
    {
        // The file that every read of fails is one of Linux.
        if (kind == "unreadable" && !OperatingSystem.IsLinux()) return;
        var file = kind switch
        {
            "missing" => _folder["nowhere.txt"],
            "folder" => Directory.CreateDirectory(_folder["a folder"]).FullName,
            "unreadable" => "/proc/self/mem",
            "binary" => _folder.Write("binary", [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 167 >> 3))]),
            "empty" => _folder.Write("empty", ""),
            _ => throw new UnreachableException(),
        };

        var words = SampleCommandLines.Words(command, _folder["output"], slot, file);
        // Only the built program has the function next to it.
        var result = command is "demo" ? await SqsIngestorProgram.RunAsync(words) : await InProcessProgram.RunAsync(words);

        AssertOrderly(result);
        // An empty .proto file is one without messages.
        if ((command, kind) == ("schema compile", "empty")) return;
        Assert.InRange(result.ExitCode, 1, 2);
        // The demo delivers what is not an event too, to show what the function answers.
        if (command == "demo" && slot == 2 && kind is "binary" or "empty")
        {
            Assert.Contains("Function.EventInvalid", result.Output, StringComparison.Ordinal);
            return;
        }

        Assert.Matches(ErrorLine(), result.Errors + result.Output);
        // A file that cannot be read is the same error for every command.
        if (kind is "missing" or "folder" or "unreadable")
        {
            Assert.Equal(2, result.ExitCode);
            Assert.Contains(Path.GetFileName(file), result.Errors + result.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>Whoever reads the output may stop, as head does: that is not an error.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Run_OutputThatNobodyReads_EndsWithoutAWord(string command)
    {
        // They run until they are stopped, or need a server.
        if (command is "serve" or "invoke" or "query" or "queue" || OperatingSystem.IsWindows()) return;
        var result = await ShellAsync(
            "\"$@\" 2>\"$errors\" | true; code=${PIPESTATUS[0]}; cat \"$errors\"; exit $code",
            SampleCommandLines.Words(command, _folder.Path));

        Assert.Equal((0, ""), (result.ExitCode, result.Output));
    }

    /// <summary>What standard error does not take is lost, and the exit code says how the command ended.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Run_ErrorsThatCannotBeWritten_KeepsTheExitCode(string command)
    {
        if (!OperatingSystem.IsLinux()) return;
        var words = SampleCommandLines.Words(command, _folder["output"]);
        // They run until they are stopped, or need a server.
        var code = command is "invoke" or "query" or "queue" ? 2 : 0;

        // Each run starts without the files of the one before.
        var ways = command is "serve" or "demo"
            ? new[] { $"{NoSuchOption} 2>&- >/dev/null" }
            : [$"{NoSuchOption} 2>&- >/dev/null", "--verbose 2>/dev/full >/dev/null", "--verbose 2>/dev/full >/dev/full"];
        var result = await ShellAsync(
            $$"""{ {{string.Join(" ", ways.Select(way => $"\"$@\" {way}; echo -n \"$? \" >&3; rm -rf \"$output\";"))}} } 3>&2""",
            words);

        Assert.Equal(ways.Length == 1 ? "2 " : $"2 {code} 2 ", result.Errors);
    }

    /// <summary>A command that waits for a file ends when it is stopped, although nothing else can interrupt the wait.</summary>
    [Theory]
    [InlineData("TERM", "encode PIPE --body x")]
    [InlineData("HUP", "encode PIPE --body x")]
    [InlineData("HUP", "check --project PIPE")]
    [InlineData("TERM", "check --project PIPE")]
    public async Task Stop_WhileAFileIsAwaited_Is130(string signal, string arguments)
    {
        if (OperatingSystem.IsWindows()) return;
        using (var make = Process.Start("mkfifo", _folder["pipe"])) await make.WaitForExitAsync();
        using var process = Process.Start(
            SqsIngestorProgram.Start(
                arguments.Split(' ').Append("--verbose").Select(word => word == "PIPE" ? _folder["pipe"] : word)))!;
        var output = process.StandardOutput.ReadToEndAsync();
        while (await process.StandardError.ReadLineAsync() is { } line && line != $"reading {_folder["pipe"]}") { }

        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();

        Assert.Equal((130, ""), (process.ExitCode, await output));
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_FortyColumns_FitsThem(string command)
    {
        var parsed = CommandLine.CreateRoot().Parse([.. command.Split(' ')], CommandLine.Parsing);
        using var text = new StringWriter { NewLine = "\n" };

        HelpText.Write(text, parsed.CommandResult.Command, 40);

        // Command lines to copy are whole, and a long word has no place to break it.
        Assert.All(
            text.ToString().Split("\nExamples:")[0].Split('\n').Where(line => line.Trim().Contains(' ', StringComparison.Ordinal)
                && !line.Contains("sqs-ingestor ", StringComparison.Ordinal) && !line.TrimStart().StartsWith('-')),
            line => Assert.True(line.Length <= 40, line));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>No trace of a stack, and no error without its code.</summary>
    private static void AssertOrderly(CommandResult result)
    {
        Assert.DoesNotContain("   at ", result.Errors + result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("error unexpected", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", result.Errors, StringComparison.Ordinal);
    }

    /// <summary>Runs the built program in a shell, as $1 and the words after it.</summary>
    private async Task<CommandResult> ShellAsync(string script, string[] words)
    {
        var program = SqsIngestorProgram.Start(words);
        var start = new ProcessStartInfo("bash", ["-c", script, "bash", program.FileName, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFiles.Root,
        };
        start.Environment["errors"] = _folder["errors"];
        start.Environment["output"] = _folder["output"];
        // The ready file of no other server.
        start.Environment["XDG_RUNTIME_DIR"] = _folder.Path;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    [GeneratedRegex(@"(?m)^(error [a-z_]+: |.+: error [A-Za-z_0-9]+: |.+:\d+:\d+: error: )|""level"": ""error""")]
    private static partial Regex ErrorLine();
}
