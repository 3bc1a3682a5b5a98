using SqsIngestor.Catalog.Rest;
using SqsIngestor.Tests.Shared;
using Answer = SqsIngestor.Tests.Shared.ScriptedWorkspace.Answer;

namespace SqsIngestor.Catalog.Tests.Rest;

public sealed class UnityCatalogClientTests
{
    private static readonly TableName Orders = new("main", "sales", "orders");
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task GetTable_Answer_IsTheTable()
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(Answer.Table());
        using var client = Client(workspace.Url);

        var table = await client.GetTableAsync(Orders, default);

        Assert.Equal("BIGINT", Assert.Single(table.Columns).Type.ToString());
        Assert.Equal(("/api/2.1/unity-catalog/tables/main.sales.orders", "Bearer t0"), Assert.Single(workspace.Requests));
    }

    [Fact]
    public async Task GetTable_NameWithOddCharacters_StaysOneSegmentOfThePath()
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(Answer.Table());
        using var client = Client(workspace.Url);

        await client.GetTableAsync(new TableName("a/b", "..", "t?x#y z"), default);

        Assert.Equal("/api/2.1/unity-catalog/tables/a%2Fb....t%3Fx%23y%20z", Assert.Single(workspace.Requests).Path);
    }

    [Theory]
    [InlineData(401, CatalogErrorCode.Unauthenticated, "refused the token (401)", 2)]
    [InlineData(403, CatalogErrorCode.Forbidden, "USE CATALOG on main, USE SCHEMA on main.sales, and SELECT and MODIFY", 1)]
    [InlineData(404, CatalogErrorCode.NotFound, "The table main.sales.orders does not exist", 1)]
    [InlineData(400, CatalogErrorCode.Refused, "400, METASTORE_DOES_NOT_EXIST", 1)]
    [InlineData(429, CatalogErrorCode.RateLimited, "limits the rate of requests (429)", 3)]
    [InlineData(500, CatalogErrorCode.Unavailable, "answered 500", 3)]
    [InlineData(503, CatalogErrorCode.Unavailable, "answered 503", 3)]
    public async Task GetTable_Refusal_HasItsCodeAndAdvice(int status, CatalogErrorCode code, string words, int requests)
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(
            new Answer(status, """{"error_code":"METASTORE_DOES_NOT_EXIST","message":"secret words"}"""));
        using var client = Client(workspace.Url);

        var e = await Assert.ThrowsAsync<CatalogException>(() => client.GetTableAsync(Orders, default));

        Assert.Equal(code, e.Code);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", e.Message, StringComparison.Ordinal);
        Assert.Equal(requests, workspace.Requests.Count);
    }

    [Theory]
    [InlineData(400, "REQUEST_LIMIT_EXCEEDED")]
    [InlineData(403, "RESOURCE_EXHAUSTED")]
    [InlineData(404, "TEMPORARILY_UNAVAILABLE")]
    public async Task GetTable_BusyWithAnotherStatus_IsTriedAgain(int status, string code)
    {
        await using var workspace =
            await ScriptedWorkspace.StartAsync(new Answer(status, $$"""{"error_code":"{{code}}"}"""), Answer.Table());
        using var client = Client(workspace.Url);

        Assert.Equal(Orders, (await client.GetTableAsync(Orders, default)).Name);
        Assert.Equal(2, workspace.Requests.Count);
    }

    [Theory]
    [InlineData(200, "<!DOCTYPE html><html>Sign in</html>", "text/html")]
    [InlineData(302, "", "text/html")]
    [InlineData(403, "<html>Blocked</html>", "text/html")]
    [InlineData(200, "", "application/json")]
    public async Task GetTable_LoginPageOrProxy_IsNotTheCatalog(int status, string body, string mediaType)
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(new Answer(status, body, mediaType));
        using var client = Client(workspace.Url);

        var e = await Assert.ThrowsAsync<CatalogException>(() => client.GetTableAsync(Orders, default));

        Assert.Equal(CatalogErrorCode.NotTheCatalog, e.Code);
        Assert.Contains("Set DATABRICKS_HOST to the URL of the workspace", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"full_name":"main.sales.orders","columns":[{"name":5}]}""", "/columns/0/name")]
    [InlineData("""{"error":true}""", "/catalog_name")]
    [InlineData("""{"full_name":""", "not JSON")]
    public async Task GetTable_JsonThatIsNoTable_SaysWhere(string body, string words)
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(new Answer(200, body));
        using var client = Client(workspace.Url);

        var e = await Assert.ThrowsAsync<CatalogException>(() => client.GetTableAsync(Orders, default));

        Assert.Equal(CatalogErrorCode.AnswerInvalid, e.Code);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetTable_RevokedToken_IsReplacedOnce()
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(new Answer(401, "{}"), Answer.Table());
        using var client = Client(workspace.Url);

        await client.GetTableAsync(Orders, default);

        Assert.Equal(["Bearer t0", "Bearer t1"], workspace.Requests.Select(r => r.Token));
    }

    [Fact]
    public async Task GetTable_FaultThatPasses_IsTriedAgain()
    {
        await using var workspace =
            await ScriptedWorkspace.StartAsync(new Answer(503, ""), new Answer(429, "{}", RetryAfter: "0"), Answer.Table());
        using var client = Client(workspace.Url);

        await client.GetTableAsync(Orders, default);

        Assert.Equal(3, workspace.Requests.Count);
    }

    [Fact]
    public async Task GetTable_RetryAfterBeyondPatience_IsReportedAtOnce()
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(new Answer(429, "{}", RetryAfter: "120"));
        using var client = Client(workspace.Url);

        var e = await Assert.ThrowsAsync<CatalogException>(() => client.GetTableAsync(Orders, default));

        Assert.Equal(TimeSpan.FromSeconds(120), e.RetryAfter);
        Assert.Contains("Try again in 120 s", e.Message, StringComparison.Ordinal);
        Assert.Single(workspace.Requests);
    }

    [Fact]
    public async Task GetTable_RetryAfter_IsWaitedForByTheClock()
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(new Answer(429, "{}", RetryAfter: "5"), Answer.Table());
        var clock = new SteppedClock();
        using var client = Client(workspace.Url, clock);

        var table = client.GetTableAsync(Orders, default);
        await clock.WhenWaitingAsync(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(4.999));
        Assert.Single(workspace.Requests);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(Orders, (await table.WaitAsync(Eventually.Patience)).Name);
    }

    [Fact]
    public async Task GetTable_NobodyListens_IsUnreachable()
    {
        var workspace = await ScriptedWorkspace.StartAsync(Answer.Table());
        var url = workspace.Url;
        await workspace.DisposeAsync();
        using var client = Client(url);

        var e = await Assert.ThrowsAsync<CatalogException>(() => client.GetTableAsync(Orders, default));

        Assert.Equal(CatalogErrorCode.Unreachable, e.Code);
        Assert.True(e.IsTransient);
    }

    [Theory]
    [InlineData("""{"tag_assignments":[{"tag_key":"pii"},{"tag_key":"zerobus-rescue","tag_value":""}]}""", true)]
    [InlineData("""{"tag_assignments":[{"tag_key":"pii"}]}""", false)]
    [InlineData("""{"tag_assignments":[{"tag_key":1},2]}""", false)]
    [InlineData("{}", false)]
    [InlineData("<html>", false)]
    public async Task WithRescueTag_NullableVariantColumn_HasTheTagOfTheCatalog(string tags, bool isTagged)
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(
            Answer.Table("""{"name":"id","type_text":"bigint"},{"name":"rest","type_text":"variant"}"""), new Answer(200, tags));
        using var client = Client(workspace.Url);

        var table = await client.WithRescueTagAsync(await client.GetTableAsync(Orders, default), default);

        Assert.Equal([false, isTagged], table.Columns.Select(column => column.IsTaggedRescue));
        Assert.Equal(
            "/api/2.1/unity-catalog/entity-tag-assignments/columns/main.sales.orders.rest/tags", workspace.Requests.Last().Path);
    }

    [Fact]
    public async Task WithRescueTag_NoNullableVariantColumn_AsksForNothing()
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(
            Answer.Table("""{"name":"id","type_text":"bigint"},{"name":"v","type_text":"variant","nullable":false}"""));
        using var client = Client(workspace.Url);

        await client.WithRescueTagAsync(await client.GetTableAsync(Orders, default), default);

        Assert.Single(workspace.Requests);
    }

    [Theory]
    [InlineData("dbc-1.cloud.databricks.com", "https://dbc-1.cloud.databricks.com/")]
    [InlineData("https://adb-123.4.azuredatabricks.net/?o=123", "https://adb-123.4.azuredatabricks.net/")]
    [InlineData(" https://1.2.gcp.databricks.com/browse ", "https://1.2.gcp.databricks.com/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://dbc-1.cloud.databricks.com", null)]
    [InlineData("https://user:secret@dbc-1.cloud.databricks.com", null)]
    [InlineData("ftp://x", null)]
    [InlineData("", null)]
    public void TryParse_Workspace_OfEveryCloud(string text, string? url) =>
        Assert.Equal(url, WorkspaceUrl.TryParse(text)?.ToString());

    private static UnityCatalogClient Client(Uri url, TimeProvider? clock = null, HttpMessageHandler? handler = null) =>
        new(
            new UnityCatalogOptions { WorkspaceUrl = url, Backoff = Short, Timeout = TimeSpan.FromSeconds(10) },
            new CountingTokens(), handler, clock ?? new PatientClock());

    private sealed class CountingTokens : ICatalogTokens
    {
        private int _number;

        public ValueTask<string> GetAsync(CancellationToken cancellationToken) => new($"t{_number}");

        public void Invalidate() => _number++;
    }
}
