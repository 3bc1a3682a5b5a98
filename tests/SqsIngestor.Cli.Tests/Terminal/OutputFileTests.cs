using System.Diagnostics;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Terminal;

/// <summary>What files are after a command has written them: links, permissions and devices stay.</summary>
public sealed class OutputFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Output_FileWithPermissions_KeepsThem()
    {
        if (OperatingSystem.IsWindows()) return;
        var file = _folder.Write("own.sql", "before");
        File.SetUnixFileMode(file, OwnerOnly);

        var result = await SqlAsync(file);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        Assert.StartsWith("CREATE TABLE", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_Link_IsFollowed()
    {
        if (OperatingSystem.IsWindows()) return;
        var target = _folder.Write("target.sql", "before");
        File.CreateSymbolicLink(_folder["link.sql"], target);

        await SqlAsync(_folder["link.sql"]);

        Assert.Equal(target, File.ResolveLinkTarget(_folder["link.sql"], returnFinalTarget: true)?.FullName);
        Assert.StartsWith("CREATE TABLE", File.ReadAllText(target), StringComparison.Ordinal);
    }

    /// <summary>A reader of a pipe gets the result, and nothing is left next to the pipe.</summary>
    [Fact]
    public async Task Output_Pipe_IsWritten()
    {
        if (OperatingSystem.IsWindows()) return;
        using (var make = Process.Start("mkfifo", _folder["pipe"])) await make.WaitForExitAsync();
        // To open a pipe waits for its other end.
        var reading = Task.Run(() => File.ReadAllText(_folder["pipe"]));

        var result = await SqlAsync(_folder["pipe"]);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("CREATE TABLE", await reading, StringComparison.Ordinal);
        Assert.Equal([_folder["pipe"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Output_MissingFolder_IsCreated()
    {
        var sql = await SqlAsync(_folder["new", "folder", "t.sql"]);
        var junit = await InProcessProgram.RunAsync(
            "test", RepositoryFiles.PathOf("mappings", "orders.yaml"), "--junit", _folder["other", "tests.xml"]);

        Assert.Equal((0, 0), (sql.ExitCode, junit.ExitCode));
        Assert.True(File.Exists(_folder["new", "folder", "t.sql"]));
        Assert.True(File.Exists(_folder["other", "tests.xml"]));
    }

    [Fact]
    public async Task Init_OverALinkAndAPrivateFile_KeepsBoth()
    {
        if (OperatingSystem.IsWindows()) return;
        var target = _folder.Write("elsewhere.md", "before");
        Directory.CreateDirectory(_folder["p"]);
        File.CreateSymbolicLink(_folder["p", "README.md"], target);
        File.SetUnixFileMode(_folder.Write("p/AGENTS.md", "before"), OwnerOnly);

        var result = await InProcessProgram.RunAsync("init", _folder["p"], "--force");

        Assert.Equal(0, result.ExitCode);
        Assert.NotNull(File.ResolveLinkTarget(_folder["p", "README.md"], returnFinalTarget: true));
        Assert.NotEqual("before", File.ReadAllText(target));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(_folder["p", "AGENTS.md"]));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<CommandResult> SqlAsync(string output) => InProcessProgram.RunAsync(
        "schema", "sql", RepositoryFiles.PathOf("descriptors", "sqs_messages.binpb"), "--table", "a.b.c", "--output", output);
}
