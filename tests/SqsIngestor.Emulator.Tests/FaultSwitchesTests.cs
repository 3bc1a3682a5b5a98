using System.Net;
using Grpc.Core;

namespace SqsIngestor.Emulator.Tests;

public sealed class FaultSwitchesTests
{
    [Fact]
    public async Task TokenStatus_SetAndTakenBack_RefusesMeanwhile()
    {
        await using var scene = await Scene.StartAsync();
        scene.Databricks.Faults.TokenStatus = 503;
        using var down = await scene.Client.RequestTokenAsync(RawZerobusClient.CatalogForm());
        scene.Databricks.Faults.TokenStatus = null;
        using var up = await scene.Client.RequestTokenAsync(RawZerobusClient.CatalogForm());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.Equal(HttpStatusCode.OK, up.StatusCode);
    }

    [Fact]
    public async Task CatalogStatus_Set_IsAnswered()
    {
        await using var scene = await Scene.StartAsync();
        scene.Databricks.Faults.CatalogStatus = 500;

        using var response = await scene.Client.CatalogAsync(
            HttpMethod.Get, $"/{scene.TableName}", await scene.Client.TokenAsync(RawZerobusClient.CatalogForm()));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task OpenStatusAndGrants_Set_RefuseStreams()
    {
        await using var scene = await Scene.StartAsync();
        var token = await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName));
        scene.Databricks.Faults.OpenStatus = StatusCode.Unavailable;
        using var unavailable = scene.Client.Call(token, scene.TableName);
        Assert.Equal(StatusCode.Unavailable, (await RawZerobusClient.FailureAsync(unavailable)).StatusCode);
        scene.Databricks.Faults.OpenStatus = null;

        scene.Databricks.Faults.RevokeGrants(scene.Table.Name);
        using var denied = scene.Client.Call(token, scene.TableName);
        Assert.Equal(StatusCode.PermissionDenied, (await RawZerobusClient.FailureAsync(denied)).StatusCode);

        scene.Databricks.Faults.RestoreGrants(scene.Table.Name);
        using var open = await scene.OpenAsync();
        Assert.Equal(1, scene.Statistics.StreamsOpened);
    }
}
