using SqsIngestor.Cli.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests;

public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
