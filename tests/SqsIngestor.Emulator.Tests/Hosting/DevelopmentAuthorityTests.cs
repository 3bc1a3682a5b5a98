using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Hosting;

public sealed class DevelopmentAuthorityTests
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    /// <summary>The official clients wait for the response's headers before they send create_stream.</summary>
    [Fact]
    public async Task Stream_OverTls_AnswersHeadersBeforeAnythingIsSent()
    {
        using var authority = new DevelopmentAuthority();
        await using var databricks =
            await LocalDatabricks.StartAsync(new LocalDatabricksOptions { Certificate = authority.ServerCertificate });
        var table = databricks.Tables.Create(SampleTables.MessagesSql);
        var name = table.Name.ToString();
        using var client = new RawZerobusClient(databricks, AuthorityTrust.Of(authority));
        using var call = client.Call(await client.TokenAsync(RawZerobusClient.TableForm(name)), name);

        await call.ResponseHeadersAsync.WaitAsync(Patience);
        await call.RequestStream.WriteAsync(RawZerobusClient.Create(name, TableDescriptor.Build(table)));

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        Assert.NotEmpty(call.ResponseStream.Current.CreateStreamResponse.StreamId);
    }

    [Fact]
    public async Task Workspace_OverTls_IsTrustedByTheAuthorityOnly()
    {
        using var authority = new DevelopmentAuthority();
        using var other = new DevelopmentAuthority();
        await using var databricks =
            await LocalDatabricks.StartAsync(new LocalDatabricksOptions { Certificate = authority.ServerCertificate });
        using var trusting = new RawZerobusClient(databricks, AuthorityTrust.Of(authority));
        using var wrong = new RawZerobusClient(databricks, AuthorityTrust.Of(other));

        Assert.NotEmpty(await trusting.TokenAsync(RawZerobusClient.CatalogForm()));
        await Assert.ThrowsAsync<HttpRequestException>(() => wrong.TokenAsync(RawZerobusClient.CatalogForm()));
    }
}
