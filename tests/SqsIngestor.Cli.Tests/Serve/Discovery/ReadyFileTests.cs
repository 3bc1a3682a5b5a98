using System.Text.Json.Nodes;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Emulator.Hosting;

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
        file.Remove();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Remove_FileOfAnotherServer_StaysThere()
    {
        var file = new ReadyFile(new FileInfo(Path.Combine(_folder, "server.json")));
        file.Write(Info(7));
        new ReadyFile(new FileInfo(Path.Combine(_folder, "server.json"))).Write(Info(8, token: "other"));

        file.Remove();

        Assert.Equal(8, file.TryRead()?.ProcessId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a note")]
    public void Write_AnotherFile_IsRefusedAndStays(string text)
    {
        var path = Path.Combine(_folder, "server.json");
        var file = new ReadyFile(new FileInfo(path));
        File.WriteAllText(path, text);

        Assert.StartsWith($"error file_exists: {path}: ", Assert.Throws<CliException>(file.RefuseOther).Message,
            StringComparison.Ordinal);
        Assert.Equal(CliErrors.FileExists, Assert.Throws<CliException>(() => file.Write(Info(7))).Error);
        file.Remove();

        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Remove_AnotherFileInItsPlace_StaysThere()
    {
        var path = Path.Combine(_folder, "server.json");
        var file = new ReadyFile(new FileInfo(path));
        file.Write(Info(7));
        File.WriteAllText(path, "a note");

        file.Remove();

        Assert.Equal("a note", File.ReadAllText(path));
    }

    [Fact]
    public void WriteAuthority_AnotherFile_IsRefusedAndStays()
    {
        var file = new ReadyFile(new FileInfo(Path.Combine(_folder, "server.json")));
        File.WriteAllText(file.AuthorityPath, "a note");

        Assert.Equal(CliErrors.FileExists, Assert.Throws<CliException>(() => file.WriteAuthority("pem")).Error);
        file.Remove();

        Assert.Equal("a note", File.ReadAllText(file.AuthorityPath));
    }

    [Fact]
    public void WriteAuthority_CertificateOfAnEarlierServer_IsReplacedAndRemoved()
    {
        using var earlier = new DevelopmentAuthority();
        using var own = new DevelopmentAuthority();
        var file = new ReadyFile(new FileInfo(Path.Combine(_folder, "server.json")));
        File.WriteAllText(file.AuthorityPath, earlier.AuthorityPem);

        file.WriteAuthority(own.AuthorityPem);

        Assert.Equal(own.AuthorityPem, File.ReadAllText(file.AuthorityPath));
        file.Remove();
        Assert.False(File.Exists(file.AuthorityPath));
    }

    [Fact]
    public void Lock_Twice_IsRefusedUntilTheFirstIsReleased()
    {
        var path = Path.Combine(_folder, "sub", "server.json");
        var first = new ReadyFile(new FileInfo(path)).Lock();

        var error = Assert.Throws<CliException>(() => new ReadyFile(new FileInfo(path)).Lock());
        Assert.Equal(CliErrors.ServerRunning, error.Error);
        Assert.Throws<CliException>(() => new ReadyFile(new FileInfo(path)).Lock());
        first.Dispose();
        new ReadyFile(new FileInfo(path)).Lock().Dispose();

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Lock_FileOfAKilledServer_IsTaken()
    {
        var path = Path.Combine(_folder, "server.json");
        File.WriteAllText($"{path}.lock", "");

        using var taken = new ReadyFile(new FileInfo(path)).Lock();
    }

    [Fact]
    public void Lock_AnotherFile_IsRefusedAndStays()
    {
        var path = Path.Combine(_folder, "server.json");
        File.WriteAllText($"{path}.lock", "a note");

        var error = Assert.Throws<CliException>(() => new ReadyFile(new FileInfo(path)).Lock());

        Assert.Equal(CliErrors.FileExists, error.Error);
        Assert.Equal("a note", File.ReadAllText($"{path}.lock"));
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

    [Theory]
    [InlineData("null")]
    [InlineData("""{"url": null, "token": "t"}""")]
    [InlineData("""{"url": "relative", "token": "t"}""")]
    [InlineData("""{"url": "ftp://127.0.0.1:3", "token": "t"}""")]
    [InlineData("""{"url": "file:///tmp", "token": "t"}""")]
    [InlineData("""{"url": "http://127.0.0.1:3", "token": null}""")]
    [InlineData("""{"url": "http://127.0.0.1:3", "token": ""}""")]
    [InlineData("""{"url": "http://127.0.0.1:3", "token": "a\r\nb"}""")]
    [InlineData("""{"url": "http://127.0.0.1:3"}""")]
    public void Find_FileWithUnusableControl_SaysThatItIsNotAReadyFile(string control)
    {
        var file = new FileInfo(Path.Combine(_folder, "server.json"));
        new ReadyFile(file).Write(Info(7));
        var node = JsonNode.Parse(File.ReadAllText(file.FullName))!;
        node["control"] = JsonNode.Parse(control);
        File.WriteAllText(file.FullName, node.ToJsonString());

        var error = Assert.Throws<CliException>(() => RunningServer.Find(file));

        Assert.Equal(CliErrors.ServerNotFound, error.Error);
        Assert.Contains("is not a ready file", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Nobody knows what the members of a later format mean.</summary>
    [Fact]
    public void Find_FileOfAnotherVersion_SaysThatItIsNotAReadyFile()
    {
        var file = new FileInfo(Path.Combine(_folder, "server.json"));
        new ReadyFile(file).Write(Info(7));
        var node = JsonNode.Parse(File.ReadAllText(file.FullName))!;
        node["version"] = 99;
        File.WriteAllText(file.FullName, node.ToJsonString());

        var error = Assert.Throws<CliException>(() => RunningServer.Find(file));

        Assert.Contains("is not a ready file of a server on this machine", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NoFile_SaysThatNoServerHasIt()
    {
        var error = Assert.Throws<CliException>(() => RunningServer.Find(new FileInfo(Path.Combine(_folder, "none.json"))));

        Assert.Equal(CliErrors.ServerNotFound, error.Error);
        Assert.Contains("No running server", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ServerInfo Info(int process, string token = "token") => new()
    {
        ProcessId = process,
        WorkspaceUrl = new Uri("http://127.0.0.1:1"),
        ZerobusEndpoint = new Uri("http://127.0.0.1:2"),
        WorkspaceId = "127",
        ClientId = "client",
        ClientSecret = "none",
        Tables = [],
        StoresRows = true,
        Control = new ControlInfo(new Uri("http://127.0.0.1:3"), token),
        Environment = new Dictionary<string, string>(),
    };
}
