using System.Net;
using System.Text.Json;

namespace SqsIngestor.Emulator.Tests.Oidc;

public sealed class TokenEndpointTests
{
    [Fact]
    public async Task Token_GoodForm_IsIssuedForAnHour()
    {
        await using var scene = await Scene.StartAsync();

        using var response = await scene.Client.RequestTokenAsync(RawZerobusClient.TableForm(scene.TableName));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3_600, json.RootElement.GetProperty("expires_in").GetInt32());
        Assert.Equal("Bearer", json.RootElement.GetProperty("token_type").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("access_token").GetString()!);
        Assert.Equal(1, scene.Statistics.TokensIssued);
    }

    [Fact]
    public async Task Token_WrongSecret_Is401()
    {
        await using var scene = await Scene.StartAsync();

        using var response =
            await scene.Client.RequestTokenAsync(RawZerobusClient.TableForm(scene.TableName), clientSecret: "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("invalid_client", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, scene.Statistics.TokensRefused);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:7443")]
    public async Task Token_EndpointIsLocalhost_IsIssued(string workspaceId)
    {
        await using var scene = await Scene.StartAsync();

        using var response = await scene.Client.RequestTokenAsync(RawZerobusClient.TableForm(scene.TableName, workspaceId));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("grant_type", null, "unsupported_grant_type")]
    [InlineData("scope", "sql", "invalid_scope")]
    [InlineData("resource", "api://databricks/workspaces/128/zerobusDirectWriteApi", "invalid_target")]
    [InlineData("resource", null, "invalid_target")]
    [InlineData("authorization_details", null, "invalid_request")]
    [InlineData("authorization_details", "[", "invalid_authorization_details")]
    [InlineData("authorization_details", "[]", "invalid_authorization_details")]
    [InlineData("authorization_details", "[1,2,3]", "invalid_authorization_details")]
    public async Task Token_WrongField_Is400(string field, string? value, string error)
    {
        await using var scene = await Scene.StartAsync();
        var form = RawZerobusClient.TableForm(scene.TableName);
        if (value is null) form.Remove(field);
        else form[field] = value;

        using var response = await scene.Client.RequestTokenAsync(form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(error, json.RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("USE CATALOG", "SELECT")]
    [InlineData("USE SCHEMA", "USE CATALOG")]
    [InlineData("\"MODIFY\"", "\"SELECT\"")]
    [InlineData(",\"operations\":[\"zerobuswrite\"]", "")]
    [InlineData("unity_catalog_privileges", "other")]
    [InlineData("\"SCHEMA\"", "\"CATALOG\"")]
    [InlineData("\"main.raw\"", "\"main.other\"")]
    [InlineData("\"object_full_path\":\"main\"", "\"object_full_path\":\"other\"")]
    [InlineData("\"main.raw.sqs_messages\"", "\"main.raw\"")]
    public async Task Token_WrongDetail_Is400(string right, string wrong)
    {
        await using var scene = await Scene.StartAsync();
        var form = RawZerobusClient.TableForm(scene.TableName);
        form["authorization_details"] = form["authorization_details"].Replace(right, wrong, StringComparison.Ordinal);

        using var response = await scene.Client.RequestTokenAsync(form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid_authorization_details", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
