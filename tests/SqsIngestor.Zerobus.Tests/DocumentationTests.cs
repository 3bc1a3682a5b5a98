using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>The example of docs/zerobus.md, as it stands there.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public async Task Example_AsTheDocumentShowsIt_MakesEveryRecordDurable()
    {
        await using var server = await ScriptedZerobus.StartAsync();
        var (endpoint, headers) = (server.Endpoint.ToString(), new StaticHeadersProvider("token"));
        var descriptorProto = ZerobusRig.Proto.DescriptorProto;
        var records = Enumerable.Range(0, 10).Select(i => new ReadOnlyMemory<byte>([0x0A, 1, (byte)('0' + i)]));

        // <example>
        var options = new ZerobusClientOptions { Endpoint = ZerobusEndpoint.Parse(endpoint) };
        await using var client = new ZerobusClient(options, headers);
        await using var stream = await client.OpenStreamAsync(new ZerobusStreamOptions
        {
            Table = ZerobusTableName.Parse("main.raw.sqs_messages"),
            DescriptorProto = descriptorProto,
        });

        var last = 0L;
        foreach (var record in records) last = await stream.WriteAsync(record);
        await stream.WaitForAckAsync(last);
        // </example>

        Assert.Equal(9, last);
        Assert.Empty(stream.GetUnacked());
    }

    [Fact]
    public void Example_OfTheDocument_IsTheOneThatRunsHere()
    {
        var source = File.ReadAllText(RepositoryFiles.PathOf("tests", "SqsIngestor.Zerobus.Tests", "DocumentationTests.cs"));
        var example = source.Split("// <example>\n")[1].Split("// </example>")[0].TrimEnd();
        var lines = example.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.TrimStart());

        Assert.Contains(
            $"```csharp\n{string.Join('\n', lines)}\n```",
            File.ReadAllText(RepositoryFiles.PathOf("docs", "zerobus.md")), StringComparison.Ordinal);
    }
}
