using System.Diagnostics;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests;

public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Commands read a mapping more than once, and a pipe gives its contents once.</summary>
    [Theory]
    [InlineData("check")]
    [InlineData("encode --event mappings/samples/sqs-event-basic.json")]
    [InlineData("explain --event mappings/samples/sqs-event-basic.json")]
    public async Task Mapping_FromAPipeOfTheShell_IsRead(string arguments)
    {
        if (OperatingSystem.IsWindows()) return;
        var start = new ProcessStartInfo(
            "bash", ["-c", $"\"$0\" {arguments} --descriptors descriptors <(cat mappings/sqs_messages.yaml)",
            SqsIngestorProgram.Start([]).FileName])
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Equal((0, ""), (process.ExitCode, errors));
        Assert.NotEmpty(await output);
    }

    [Fact]
    public void WriteAll_NewAndExistingFiles_AreWritten()
    {
        _folder.Write("a", "before");

        Files.WriteAll([(_folder["a"], "1"u8.ToArray()), (_folder["sub", "b"], "2"u8.ToArray())], overwrite: true);

        Assert.Equal("1", File.ReadAllText(_folder["a"]));
        Assert.Equal("2", File.ReadAllText(_folder["sub", "b"]));
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void WriteAll_OneIsAFolder_ChangesNothingAndNamesIt()
    {
        _folder.Write("a", "before");
        Directory.CreateDirectory(_folder["b"]);

        var error = Assert.Throws<CliException>(() => Files.WriteAll(
            [(_folder["a"], "1"u8.ToArray()), (_folder["b"], "2"u8.ToArray()), (_folder["c"], "3"u8.ToArray())],
            overwrite: true));

        Assert.StartsWith($"error file_unwritable: {_folder["b"]}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(_folder["a"]));
        Assert.Equal([_folder["a"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void WriteAll_OneCannotBeWritten_RemovesTheFoldersThatItCreated()
    {
        Directory.CreateDirectory(_folder["b"]);

        Assert.Throws<CliException>(() => Files.WriteAll(
            [
                (_folder["new", "sub", "a"], "1"u8.ToArray()), (_folder["new", "c"], "2"u8.ToArray()),
                (_folder["b"], "3"u8.ToArray()),
            ],
            overwrite: true));

        Assert.Equal([_folder["b"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>The folder of the first file is above that of the others.</summary>
    [Fact]
    public void WriteAll_TheLastCannotBeWritten_RemovesFoldersBelowEachOther()
    {
        _folder.Write("file", "before");

        Assert.Throws<CliException>(() => Files.WriteAll(
            [
                (_folder["n", "e", "w", "a"], "1"u8.ToArray()), (_folder["n", "e", "w", "m", "b"], "2"u8.ToArray()),
                (_folder["file", "x"], "3"u8.ToArray()),
            ],
            overwrite: true));

        Assert.Equal([_folder["file"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("folder", "it is a folder.")]
    [InlineData("folder/", "it is a folder.")]
    [InlineData("new/", "it is a folder.")]
    [InlineData("new/folder/", "it is a folder.")]
    [InlineData("file/x", "/file is a file, not a folder.")]
    [InlineData("file/x/y", "/file is a file, not a folder.")]
    public void Write_WhereNoFileCanBe_SaysWhyAndLeavesNothing(string place, string reason)
    {
        _folder.Write("file", "before");
        Directory.CreateDirectory(_folder["folder"]);
        var path = _folder[place.Split('/')];
        if (place.EndsWith('/')) path += '/';

        var one = Assert.Throws<CliException>(() => Files.Write(new FileInfo(path), "1"u8.ToArray()));
        var all = Assert.Throws<CliException>(
            () => Files.WriteAll([(_folder["a", "b"], "1"u8.ToArray()), (path, "2"u8.ToArray())], overwrite: true));

        Assert.StartsWith($"error file_unwritable: {path}: The file cannot be written: ", one.Message, StringComparison.Ordinal);
        Assert.EndsWith(reason, one.Message, StringComparison.Ordinal);
        Assert.EndsWith(reason, all.Message, StringComparison.Ordinal);
        Assert.Equal(
            [_folder["file"], _folder["folder"]],
            Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.Equal("before", File.ReadAllText(_folder["file"]));
    }

    [Fact]
    public void Undo_AfterSomeWereMoved_RestoresThem()
    {
        _folder.Write("a", "before");
        using (var existing = new FileReplacement(_folder["a"], overwrite: true))
        using (var fresh = new FileReplacement(_folder["b"], overwrite: true))
        {
            existing.Prepare("1"u8.ToArray());
            fresh.Prepare("2"u8.ToArray());
            existing.Apply();
            fresh.Apply();
            Assert.Equal("1", File.ReadAllText(_folder["a"]));

            Assert.True(existing.TryUndo());
            Assert.True(fresh.TryUndo());
        }

        Assert.Equal("before", File.ReadAllText(_folder["a"]));
        Assert.Equal([_folder["a"]], Directory.GetFiles(_folder.Path));
    }
}
