using System.Diagnostics;
using System.Globalization;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests;

/// <summary>A program that stops leaves files that belong together all new or all as they were.</summary>
public sealed class FileChangesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StopAsync_WhileAChangeIsOpen_WaitsForItsEnd()
    {
        var changes = FileChanges.Follow();
        var (first, second) = (FileChanges.Begin(), FileChanges.Begin());

        var stopped = changes.StopAsync();
        first.Dispose();
        first.Dispose();
        Assert.False(stopped.IsCompleted);
        second.Dispose();

        await stopped.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Begin_AfterTheStop_IsRefused()
    {
        var changes = FileChanges.Follow();

        await changes.StopAsync().WaitAsync(Eventually.Patience);

        Assert.Throws<OperationCanceledException>(FileChanges.Begin);
        Assert.Throws<OperationCanceledException>(FileChanges.ThrowIfStopping);
        Assert.Throws<OperationCanceledException>(() => Files.WriteAll([(_folder["n", "a"], [1])], overwrite: true));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>The change of one command is not that of another one.</summary>
    [Fact]
    public async Task Begin_AfterTheStopOfAnother_Begins()
    {
        var other = await Task.Run(FileChanges.Follow);
        FileChanges.Follow();

        await other.StopAsync();

        FileChanges.Begin().Dispose();
    }

    /// <summary>A pipe in the place of a file stops the change in the middle: it waits for the other end.</summary>
    [Theory]
    [InlineData("infer SAMPLES --table a.c.orders --output OUT --force", "mappings/orders.yaml")]
    [InlineData("init OUT --force", "README.md")]
    public async Task Signal_WhileFilesAreWritten_LeavesAllOrNone(string command, string place)
    {
        if (OperatingSystem.IsWindows()) return;
        var words = command.Split(' ').Select(word => word switch
        {
            "SAMPLES" => RepositoryFiles.PathOf("mappings", "samples", "orders.json"),
            "OUT" => _folder["out"],
            _ => word,
        }).ToArray();
        Assert.Equal(0, (await SqsIngestorProgram.RunAsync(words)).ExitCode);
        var names = All();
        foreach (var name in names) File.WriteAllText(name, "before");
        File.Delete(_folder["out", place]);
        using (var make = Process.Start("mkfifo", _folder["out", place])) await make.WaitForExitAsync();
        using var process = Process.Start(SqsIngestorProgram.Start(words))!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

        // To open a pipe waits for its other end: the copy of what was there.
        using (new FileStream(_folder["out", place], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Equal("", await errors);
        await output;
        Assert.Equal(names, All());
        var others = names.Where(name => name != _folder["out", place]);
        Assert.Single(others.Select(name => File.ReadAllText(name) == "before").Distinct());
        Assert.Contains(process.ExitCode, (int[])[0, 130]);
    }

    private string[] All() =>
        [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
