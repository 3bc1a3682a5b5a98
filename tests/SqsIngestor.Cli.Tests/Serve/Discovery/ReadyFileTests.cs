using SqsIngestor.Cli.Serve.Discovery;

namespace SqsIngestor.Cli.Tests.Serve.Discovery;

public sealed class ReadyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ready-").FullName;

    [Fact]
    public void Write_InAFolderThatIsNotThere_IsReadAgainAndLeavesNothingElse()
    {
        var path = Path.Combine(_folder, "sub", "server.json");
        var file = new ReadyFile(new FileInfo(path));

        file.Write(Info(7));

        Assert.Equal(7, file.TryRead()?.ProcessId);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        file.Remove(7);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Remove_FileOfAnotherServer_StaysThere()
    {
        var file = new ReadyFile(new FileInfo(Path.Combine(_folder, "server.json")));
        file.Write(Info(8));

        file.Remove(7);

        Assert.Equal(8, file.TryRead()?.ProcessId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void TryRead_NotAReadyFile_IsNull(string text)
    {
        var path = Path.Combine(_folder, "server.json");
        File.WriteAllText(path, text);

        Assert.Null(new ReadyFile(new FileInfo(path)).TryRead());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ServerInfo Info(int process) => new()
    {
        ProcessId = process,
        WorkspaceUrl = new Uri("http://127.0.0.1:1"),
        ZerobusEndpoint = new Uri("http://127.0.0.1:2"),
        WorkspaceId = "127",
        ClientId = "client",
        ClientSecret = "none",
        Tables = [],
        StoresRows = true,
        Control = new ControlInfo(new Uri("http://127.0.0.1:3"), "token"),
        Environment = new Dictionary<string, string>(),
    };
}
