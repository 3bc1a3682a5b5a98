using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Serve.Control;

/// <summary>What answers at the address in a ready file may be another program, and on another machine.</summary>
public sealed class OtherServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("query", "{\"columns\":null,\"rows\":null}")]
    [InlineData("query", "{\"columns\":[{\"name\":\"a\",\"type\":\"INTEGER\"}],\"rows\":[[\"1\"],[],null]}")]
    [InlineData("query", "{\"columns\":[{\"name\":\"a\",\"type\":\"INTEGER\"}],\"rows\":[[1]]}")]
    [InlineData("query", "[]")]
    [InlineData("query", "null")]
    [InlineData("queue", "{}")]
    [InlineData("invoke", "garbage\n")]
    [InlineData("invoke", "null\n")]
    [InlineData("invoke", "{\"outcome\":{}}\n")]
    public async Task Answer_OfAnotherProgram_IsServerUnknown(string command, string answer)
    {
        await using var server = CannedServer.Answering(200, answer);

        var result = await RunAsync(command, server.Url);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error server_unknown: What answers on 127.0.0.1:", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_WithControlCharacters_IsPrintedWithoutThem()
    {
        await using var server = CannedServer.Answering(400, "{\"code\":\"a\",\"message\":\"a: \\u001b[31mred\"}");

        var result = await RunAsync("query", server.Url);

        Assert.Equal((2, "error a: \\u001b[31mred\n"), (result.ExitCode, result.Errors));
    }

    /// <summary>The ready file of somebody else's project must not send messages to another machine.</summary>
    [Theory]
    [InlineData("query")]
    [InlineData("invoke")]
    [InlineData("queue")]
    public async Task Address_OfAnotherMachine_IsRefused(string command)
    {
        var result = await RunAsync(command, new Uri("http://192.0.2.1:1/"));

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error server_not_found: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        await using var elsewhere = CannedServer.Answering(200, "{}");
        await using var server = CannedServer.Answering(307, "", headers: $"Location: {elsewhere.Url}\r\n");

        var result = await RunAsync("invoke", server.Url);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(elsewhere.Requests);
    }

    private Task<CommandResult> RunAsync(string command, Uri url)
    {
        var file = _folder.Write("server.json", ReadyFileText.Of(url));
        string[] words = command switch
        {
            "query" => ["query", "SELECT 1"],
            "invoke" => ["invoke", "--body", "x"],
            _ => [command],
        };
        return SqsIngestorProgram.RunAsync([.. words, "--server", file]);
    }
}
