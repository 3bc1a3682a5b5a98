using SqsIngestor.Cli.Installation;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Installation;

public sealed class UserFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // A folder cannot be created below a file, whoever the user is.
    private readonly string _unwritable;

    public UserFolderTests() => _unwritable = _folder.Write("file", "");

    private string Shared => _folder["sqs-ingestor-" + Environment.UserName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_DataFolder_IsInIt()
    {
        var found = UserFolder.Find(_folder["data"], _folder.Path, isPrivileged: false);

        Assert.Equal(_folder["data", "sqs-ingestor"], found);
        Assert.Empty(Directory.GetFileSystemEntries(found!));
        Assert.False(Directory.Exists(Shared));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Find_NoDataFolder_IsTemporaryAndPrivate(bool isEmpty)
    {
        var found = UserFolder.Find(isEmpty ? "" : _unwritable, _folder.Path, isPrivileged: false);

        Assert.Equal(Shared, found);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(found!));
        }
        // The next run finds the same.
        Assert.Equal(found, UserFolder.Find(_unwritable, _folder.Path, isPrivileged: false));
    }

    [Fact]
    public void Find_TemporaryFolderIsOpen_ClosesIt()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Shared);
        File.SetUnixFileMode(Shared, File.GetUnixFileMode(Shared) | UnixFileMode.OtherWrite);

        var found = UserFolder.Find(_unwritable, _folder.Path, isPrivileged: false);

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(found!) & UnixFileMode.OtherWrite);
    }

    [Fact]
    public void Find_TemporaryFolderIsALink_IsNotUsed()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(_folder["elsewhere"]);
        Directory.CreateSymbolicLink(Shared, _folder["elsewhere"]);

        Assert.Null(UserFolder.Find(_unwritable, _folder.Path, isPrivileged: false));
    }

    [Fact]
    public void Find_NothingCanBeWritten_IsNull() =>
        Assert.Null(UserFolder.Find(_unwritable, _unwritable, isPrivileged: false));

    /// <summary>Root may change the mode of a folder of anybody, so that the test of the owner would tell nothing.</summary>
    [Fact]
    public void Find_PrivilegedUser_TakesNoTemporaryFolder() =>
        Assert.Null(UserFolder.Find(_unwritable, _folder.Path, isPrivileged: true));
}
