using System.Diagnostics;
using System.Globalization;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests;

public sealed class TemporaryDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dispose_FolderWithFiles_IsGone()
    {
        var folder = TemporaryDirectory.Create();
        File.WriteAllText(Path.Combine(folder.Path, "a"), "1");

        folder.Dispose();
        folder.Dispose();

        Assert.False(Directory.Exists(folder.Path));
    }

    [Theory]
    [InlineData("schema compile descriptors/orders.proto --output OUT")]
    [InlineData("schema pull --from-sql descriptors/orders.sql --table main.sales.orders --output OUT")]
    public async Task Run_TemporaryFolderThatIsMissing_IsNamed(string command)
    {
        if (OperatingSystem.IsWindows()) return;

        var result = await SqsIngestorProgram.RunWithAsync(
            new Dictionary<string, string> { ["TMPDIR"] = _folder["missing"] },
            command.Split(' ').Select(word => word == "OUT" ? _folder["out"] : word));

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(
            $"error {CliErrors.FileUnwritable.Code}: {_folder["missing"]}", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Set TMPDIR to a folder", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InAFolderThatWasDeleted_SaysSo()
    {
        if (!OperatingSystem.IsLinux()) return;
        var start = new ProcessStartInfo(
            "bash", ["-c", "rmdir \"$PWD\"; \"$0\" check x.yaml", SqsIngestorProgram.Start([]).FileName])
        {
            WorkingDirectory = Directory.CreateDirectory(_folder["gone"]).FullName,
            RedirectStandardError = true,
        };

        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("The current folder does not exist", errors, StringComparison.Ordinal);
    }

    /// <summary>protoc waits for a pipe that it imports, so the command is stopped while a temporary folder is in use.</summary>
    [Fact]
    public async Task Signal_WhileProtocRuns_LeavesNoTemporaryFiles()
    {
        if (OperatingSystem.IsWindows()) return;
        var temporary = Directory.CreateDirectory(_folder["tmp"]).FullName;
        _folder.Write("a.proto", "syntax = \"proto3\"; import \"b.proto\"; message A { B b = 1; }");
        using (var make = Process.Start("mkfifo", _folder["b.proto"])) await make.WaitForExitAsync();
        var start = SqsIngestorProgram.Start(["schema", "compile", _folder["a.proto"], "--output", _folder["out"]]);
        start.Environment["TMPDIR"] = temporary;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

        // To open a pipe waits for its other end.
        using (new FileStream(_folder["b.proto"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        }

        Assert.Equal((130, "", ""), (process.ExitCode, await output, await errors));
        Assert.DoesNotContain(
            Directory.GetFileSystemEntries(temporary),
            entry => Path.GetFileName(entry).StartsWith("sqs-ingestor", StringComparison.Ordinal)
                || entry.EndsWith(".tmp", StringComparison.Ordinal));
    }
}
