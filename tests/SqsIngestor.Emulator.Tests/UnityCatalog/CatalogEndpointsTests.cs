using System.Net;
using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;

namespace SqsIngestor.Emulator.Tests.UnityCatalog;

public sealed class CatalogEndpointsTests
{
    private const string Json =
        """{"name":"t","catalog_name":"c","schema_name":"s","columns":"""
        + """[{"name":"a","type_text":"int","position":0,"nullable":false}]}""";

    [Fact]
    public async Task Tables_CreateGetListDelete_Work()
    {
        await using var scene = await Scene.StartAsync();
        var token = await scene.Client.TokenAsync(RawZerobusClient.CatalogForm());

        using var created = await scene.Client.CatalogAsync(HttpMethod.Post, "", token, Json);
        using var got = await scene.Client.CatalogAsync(HttpMethod.Get, "/c.s.t", token);
        using var listed = await scene.Client.CatalogAsync(HttpMethod.Get, "?catalog_name=c&schema_name=s", token);
        using var again = await scene.Client.CatalogAsync(HttpMethod.Post, "", token, Json);
        using var deleted = await scene.Client.CatalogAsync(HttpMethod.Delete, "/c.s.t", token);
        using var gone = await scene.Client.CatalogAsync(HttpMethod.Get, "/c.s.t", token);

        Assert.Equal(
            [
                HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.OK,
                HttpStatusCode.NotFound],
            new[] { created, got, listed, again, deleted, gone }.Select(response => response.StatusCode));
        var table = CatalogJson.Read(await got.Content.ReadAsByteArrayAsync());
        Assert.Equal(new TableName("c", "s", "t"), table.Name);
        Assert.False(Assert.Single(table.Columns).Nullable);
        Assert.Contains("\"full_name\":\"c.s.t\"", await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(
            """{"error_code":"TABLE_DOES_NOT_EXIST","message":"Table 'c.s.t' does not exist."}""",
            Decode(await gone.Content.ReadAsStringAsync()));
        Assert.Equal(6, scene.Statistics.CatalogRequests);
    }

    [Fact]
    public async Task Tables_NoTokenOrATableToken_Is401()
    {
        await using var scene = await Scene.StartAsync();

        using var without = await scene.Client.CatalogAsync(HttpMethod.Get, "/main.raw.sqs_messages", null);
        using var withTableToken = await scene.Client.CatalogAsync(
            HttpMethod.Get, "/main.raw.sqs_messages", await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName)));

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, withTableToken.StatusCode);
        Assert.Contains("UNAUTHENTICATED", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"full_name":"a.b.c"}""")]
    [InlineData("""{"full_name":"a.b.c","columns":[{"name":"x","type_text":"interval day"}]}""")]
    public async Task Tables_BadDefinition_Is400(string json)
    {
        await using var scene = await Scene.StartAsync();

        using var response = await scene.Client.CatalogAsync(
            HttpMethod.Post, "", await scene.Client.TokenAsync(RawZerobusClient.CatalogForm()), json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("INVALID_PARAMETER_VALUE", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string Decode(string json) =>
        json.Replace("\\u0027", "'", StringComparison.Ordinal).Normalize(NormalizationForm.FormC);
}
