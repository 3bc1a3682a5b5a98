using System.Net;
using System.Text;
using Grpc.Core;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Rest;

public sealed class InsertEndpointTests
{
    private const string Table = "main.test.t";
    private const string Sql = "CREATE TABLE main.test.t (a INT NOT NULL, b STRING)";
    private const int Limit = 10 * 1024 * 1024;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Insert_Records_AreCommittedBeforeTheAnswer(string version)
    {
        await using var scene = await Scene.StartAsync(Sql);
        using var client = new RestClient(scene.Databricks.ZerobusEndpoint, Version.Parse(version));
        var token = await TokenAsync(scene);

        var answer = await client.InsertAsync(Table, token, """[{"a":1,"b":"x"},{"a":2}]""", "application/json; charset=utf-8");

        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Body.GetRawText()));
        Assert.Equal(2, scene.CountRows());
        Assert.Equal((2, 2, 1), (scene.Statistics.RecordsReceived, scene.Statistics.RowsCommitted, scene.Statistics.Commits));
    }

    [Fact]
    public async Task Insert_OverTls_IsServedByHttp1AndHttp2OnOnePort()
    {
        using var authority = new DevelopmentAuthority();
        await using var databricks =
            await LocalDatabricks.StartAsync(new LocalDatabricksOptions { Certificate = authority.ServerCertificate });
        databricks.Tables.Create(Sql);
        var trust = AuthorityTrust.Of(authority);
        using var raw = new RawZerobusClient(databricks, trust);
        var token = await raw.TokenAsync(RawZerobusClient.TableForm(Table));
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var client = new RestClient(
                databricks.ZerobusEndpoint, version,
                new SocketsHttpHandler { UseProxy = false, SslOptions = { CertificateChainPolicy = trust } });

            Assert.Equal(HttpStatusCode.OK, (await client.InsertAsync(Table, token, """[{"a":1}]""")).Status);
        }

        Assert.Equal(2, databricks.Tables.Count(SqsIngestor.Catalog.TableName.Parse(Table)));
    }

    [Fact]
    public async Task Insert_EmptyArray_IsNoCommit()
    {
        await using var scene = await Scene.StartAsync(Sql);
        using var client = RestClient.Of(scene);

        var answer = await client.InsertAsync(Table, await TokenAsync(scene), "[]");

        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.Status, answer.Body.GetRawText()));
        Assert.Equal(0, scene.Statistics.Commits);
    }

    [Theory]
    [InlineData("""{"a":1}""", "the body must be a JSON array of objects, one for each record; write one record as [{…}]")]
    [InlineData("7", "the body must be a JSON array")]
    [InlineData("", "the body is not JSON")]
    [InlineData("[{\"a\":1}", "the body is not JSON")]
    [InlineData("[{\"a\":1}] 2", "the body is not JSON")]
    [InlineData("""[{"a":1},2]""", "record 1: record_wrong_json_type: an object is needed.")]
    [InlineData("""[{"a":1},{"b":"x"}]""", "record 1: record_missing_value: column a: ")]
    [InlineData("""[{"a":1},{"a":1,"secret":3}]""", "record 1: record_unknown_field: ")]
    [InlineData("""[{"a":1,"b":"x","b":"y"}]""", "record 0: record_repeated_member: column b: ")]
    public async Task Insert_BadBody_CommitsNothing(string body, string message)
    {
        using var log = new RecordingLoggerFactory("secret");
        await using var scene = await Scene.StartAsync(Sql, new LocalDatabricksOptions { LoggerFactory = log });
        using var client = RestClient.Of(scene);

        var answer = await client.InsertAsync(Table, await TokenAsync(scene), body);

        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE"), (answer.Status, answer.ErrorCode));
        Assert.StartsWith(message, answer.Message, StringComparison.Ordinal);
        Assert.Equal(0, scene.CountRows());
        Assert.Contains(
            log.Lines, line => line.StartsWith("Warning 4005 Refused an insert with HTTP 400: ", StringComparison.Ordinal));
        log.AssertNoSecret();
    }

    [Fact]
    public async Task Insert_RecordAsDeepAsAStreamTakes_IsCommitted()
    {
        await using var scene = await Scene.StartAsync("CREATE TABLE main.test.t (v VARIANT)");
        using var client = RestClient.Of(scene);
        var token = await TokenAsync(scene);

        var deepest = await client.InsertAsync(Table, token, Nested(127));
        var deeper = await client.InsertAsync(Table, token, Nested(128));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (deepest.Status, deeper.Status));

        static string Nested(int depth) => $$"""[{"v":{{new string('[', depth)}}{{new string(']', depth)}}}]""";
    }

    [Theory]
    [InlineData(0, false, HttpStatusCode.OK)]
    [InlineData(0, true, HttpStatusCode.OK)]
    [InlineData(1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Insert_BodyAtTheLimit_IsTakenAndOneByteMoreIsNot(int more, bool isChunked, HttpStatusCode expected)
    {
        await using var scene = await Scene.StartAsync(Sql);
        using var client = RestClient.Of(scene);
        var record = Encoding.UTF8.GetBytes("""[{"a":1}]""");
        var body = new byte[Limit + more];
        body.AsSpan().Fill((byte)' ');
        record.CopyTo(body, 0);

        var answer = await client.InsertAsync(Table, await TokenAsync(scene), body, isChunked: isChunked);

        Assert.Equal(expected, answer.Status);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, scene.CountRows());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-ndjson")]
    public async Task Insert_OtherContentType_IsRefused(string contentType)
    {
        await using var scene = await Scene.StartAsync(Sql);
        using var client = RestClient.Of(scene);

        var answer = await client.InsertAsync(Table, await TokenAsync(scene), """[{"a":1}]""", contentType);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "INVALID_PARAMETER_VALUE"), (answer.Status, answer.ErrorCode));
        Assert.Contains("application/json", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Insert_TokenOrTableThatAStreamWouldNotOpen_IsRefusedWithTheSameReason()
    {
        await using var scene = await Scene.StartAsync(Sql);
        scene.Databricks.Tables.Create("CREATE TABLE main.test.other (a INT)");
        scene.Databricks.Tables.Create("CREATE TABLE main.test.checked (a INT) TBLPROPERTIES ('delta.constraints.c' = 'a > 0')");
        using var client = RestClient.Of(scene);
        var token = await TokenAsync(scene);

        await AssertRefusedAsync(Table, null, HttpStatusCode.Unauthorized, "UNAUTHENTICATED", "the access token is missing");
        await AssertRefusedAsync(Table, "wrong", HttpStatusCode.Unauthorized, "UNAUTHENTICATED", "the access token is missing");
        await AssertRefusedAsync(
            "main.test.other", token, HttpStatusCode.Forbidden, "PERMISSION_DENIED", "the token gives no access to");
        await AssertRefusedAsync("main.test", token, HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "");
        await AssertRefusedAsync(
            "main.test.gone", await TokenAsync(scene, "main.test.gone"), HttpStatusCode.NotFound, "NOT_FOUND",
            "table main.test.gone does not exist");
        await AssertRefusedAsync(
            "main.test.checked", await TokenAsync(scene, "main.test.checked"), HttpStatusCode.NotImplemented, "NOT_IMPLEMENTED",
            "Feature is not supported.");
        scene.Databricks.Faults.OpenStatus = StatusCode.Unavailable;
        await AssertRefusedAsync(Table, token, HttpStatusCode.ServiceUnavailable, "TEMPORARILY_UNAVAILABLE", "");

        async Task AssertRefusedAsync(string table, string? bearer, HttpStatusCode status, string code, string message)
        {
            var answer = await client.InsertAsync(table, bearer, """[{"a":1}]""");
            Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
            Assert.StartsWith(message, answer.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Insert_AcksAreHeld_IsAnsweredWhenTheyAreReleased()
    {
        await using var scene = await Scene.StartAsync(Sql);
        using var client = RestClient.Of(scene);
        scene.Databricks.Faults.HoldAcks = true;
        var insert = client.InsertAsync(Table, await TokenAsync(scene), """[{"a":1}]""");
        await scene.SeenAsync(statistics => statistics.Commits == 1);
        Assert.False(insert.IsCompleted);

        scene.Databricks.Faults.HoldAcks = false;

        Assert.Equal(HttpStatusCode.OK, (await insert.WaitAsync(Eventually.Patience)).Status);
    }

    [Fact]
    public async Task Insert_WithoutAStore_ChecksTheRecords()
    {
        await using var scene = await Scene.StartAsync(Sql, new LocalDatabricksOptions { StoreRows = false });
        using var client = RestClient.Of(scene);
        var token = await TokenAsync(scene);

        Assert.Equal(HttpStatusCode.OK, (await client.InsertAsync(Table, token, """[{"a":1}]""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.InsertAsync(Table, token, """[{"a":"x"}]""")).Status);
    }

    private static Task<string> TokenAsync(Scene scene, string table = Table) =>
        scene.Client.TokenAsync(RawZerobusClient.TableForm(table));
}
