using System.IO.Compression;
using SqsIngestor.Cli.Installation;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Installation;

public sealed class EmbeddedFilesTests : IDisposable
{
    private readonly TemporaryFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public void Write_Folder_HasItsFilesAndNoOthers()
    {
        using var files = Files("1", ("a/one", "1"), ("a/sub/two", "2"), ("b/three", "3"));

        files.Write("a");

        Assert.Equal(Path.Combine(_user.Path, "files", "1"), files.Root);
        Assert.Equal("1", Read(files, "a", "one"));
        Assert.Equal("2", Read(files, "a", "sub", "two"));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(files.Root).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Write_SecondRun_TakesTheFilesOfTheFirst()
    {
        using (var first = Files("1", ("a/one", "1"))) first.Write("a");
        var written = File.GetLastWriteTimeUtc(_user["files", "1", "a", "one"]);

        using var second = Files("1", ("a/one", "1"));
        second.Write("a");

        Assert.Equal(_user["files", "1"], second.Root);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_user["files", "1", "a", "one"]));
    }

    [Fact]
    public void Write_OtherVersion_HasItsOwnFiles()
    {
        using (var first = Files("1", ("a/one", "old"))) first.Write("a");

        using var second = Files("2", ("a/one", "new"));
        second.Write("a");

        Assert.Equal("new", Read(second, "a", "one"));
        Assert.Equal("old", File.ReadAllText(_user["files", "1", "a", "one"]));
    }

    [Fact]
    public void Write_FilesWereDeletedSince_WritesAllToATemporaryFolder()
    {
        using (var first = Files("1", ("a/one", "1"), ("a/two", "2"))) first.Write("a");
        File.Delete(_user["files", "1", "a", "two"]);

        string root;
        using (var second = Files("1", ("a/one", "1"), ("a/two", "2"), ("b/three", "3")))
        {
            second.Write("b");
            second.Write("a");
            root = second.Root;

            Assert.Equal("1", Read(second, "a", "one"));
            Assert.Equal("2", Read(second, "a", "two"));
            Assert.Equal("3", Read(second, "b", "three"));
        }

        Assert.False(root.StartsWith(_user.Path, StringComparison.Ordinal));
        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public void Write_NoFolderOfTheUser_WritesToATemporaryFolderUntilTheEnd()
    {
        string root;
        using (var files = new EmbeddedFiles(() => Zip(("a/one", "1")), "1", () => null))
        {
            files.Write("a");
            root = files.Root;
            Assert.Equal("1", Read(files, "a", "one"));
        }

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public async Task Write_ManyRunsAtOnce_AllSeeAllFiles()
    {
        var entries = Enumerable.Range(0, 200).Select(i => ($"a/{i}", new string('x', i))).ToArray();

        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(
                _ => Task.Run(
                    () =>
                    {
                        using var files = Files("1", entries);
                        files.Write("a");
                        foreach (var (name, text) in entries) Assert.Equal(text, Read(files, name.Split('/')));
                    })));

        Assert.Equal(["a"], Directory.GetFileSystemEntries(_user["files", "1"]).Select(path => Path.GetFileName(path)));
    }

    private static string Read(EmbeddedFiles files, params string[] parts) =>
        File.ReadAllText(Path.Combine([files.Root, .. parts]));

    private static MemoryStream Zip(params (string Name, string Text)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }
        bytes.Position = 0;
        return bytes;
    }

    private EmbeddedFiles Files(string version, params (string Name, string Text)[] entries) =>
        new(() => Zip(entries), version, () => _user.Path);
}
