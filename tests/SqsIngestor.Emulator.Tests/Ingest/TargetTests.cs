using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Ingest;

/// <summary>Tables that the service refuses: the local catalog has them, and the local Zerobus refuses streams.</summary>
public sealed class TargetTests
{
    private static readonly TableName Name = new("main", "raw", "sqs_messages");

    [Theory]
    [MemberData(nameof(TargetTables.Refused), MemberType = typeof(TargetTables))]
    public async Task EphemeralStream_TableThatZerobusRefuses_FailsWithTheCodeAndTheText(string code)
    {
        await using var scene = await Scene.StartAsync();
        var table = TargetTables.Table(code, Name.ToString());
        scene.Databricks.Tables.Create(table, replace: true);
        var token = await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName));
        using var call = scene.Client.Call(token, scene.TableName);
        await call.RequestStream.WriteAsync(RawZerobusClient.Create(scene.TableName, scene.Descriptor));

        var status = await RawZerobusClient.FailureAsync(call);

        var refusal = IngestTarget.Refusal(table)!;
        var isKind = refusal.Rule.Verdict == TargetVerdict.KindRefused;
        Assert.Equal(isKind ? StatusCode.InvalidArgument : StatusCode.Unimplemented, status.StatusCode);
        Assert.StartsWith(
            isKind ? "Unsupported table kind. " : "Feature is not supported. ", status.Detail, StringComparison.Ordinal);
        Assert.Contains($"{code}: {refusal.Text}", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TargetTables.Warned), MemberType = typeof(TargetTables))]
    public async Task EphemeralStream_TableThatNeedsAttention_Opens(string code)
    {
        await using var scene = await Scene.StartAsync();
        var table = TargetTables.Table(code, Name.ToString());
        scene.Databricks.Tables.Create(table, replace: true);

        using var call = await scene.Client.OpenAsync(scene.TableName, TableDescriptor.Build(CarriedColumns.Of(table).Table));
    }

    [Theory]
    [InlineData("CREATE TABLE main.raw.t (a INT) LOCATION 's3://b/t'", "table_is_external")]
    [InlineData("CREATE EXTERNAL TABLE main.raw.t (a INT)", "table_is_external")]
    [InlineData("CREATE TABLE main.raw.t (a INT, CONSTRAINT ck CHECK (a > 0))", "table_has_check_constraint")]
    [InlineData(
        "CREATE TABLE main.raw.t (a INT) TBLPROPERTIES ('delta.feature.catalogManaged' = 'supported')",
        "table_is_catalog_managed")]
    [InlineData("CREATE TABLE main.raw.t (a INT) USING iceberg", "table_not_delta")]
    [InlineData("CREATE TABLE main.raw.t (a INT) PARTITIONED BY (a)", "table_is_partitioned")]
    [InlineData("CREATE OR REFRESH STREAMING TABLE main.raw.t (a INT)", null)]
    public async Task Get_TableOfSql_SaysWhatTheCatalogSays(string sql, string? code)
    {
        await using var scene = await Scene.StartAsync(sql);

        using var answer = await scene.Client.CatalogAsync(
            HttpMethod.Get, "/main.raw.t", await scene.Client.TokenAsync(RawZerobusClient.CatalogForm()));

        var table = CatalogJson.Read(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(code is null ? [] : [code], IngestTarget.Find(table).Select(finding => finding.Rule.Code));
    }

    [Fact]
    public async Task Create_ViewWithoutColumns_IsInTheCatalogAlone()
    {
        await using var scene = await Scene.StartAsync();
        var view = new CatalogTable(new TableName("main", "raw", "v"), []) { TableType = "VIEW" };
        scene.Databricks.Tables.Create(view);

        using var answer = await scene.Client.CatalogAsync(
            HttpMethod.Get, "/main.raw.v", await scene.Client.TokenAsync(RawZerobusClient.CatalogForm()));

        Assert.Equal("VIEW", CatalogJson.Read(await answer.Content.ReadAsByteArrayAsync()).TableType);
        Assert.Equal(0, scene.CountRows());
        Assert.True(scene.Databricks.Tables.Drop(view.Name));
        scene.Databricks.Tables.Create(view with { Name = Name }, replace: true);
        Assert.Throws<SqsIngestor.Emulator.Tables.TableStoreException>(() => scene.CountRows());
    }

    [Theory]
    [InlineData("rest", """[{"entity_type":"columns","entity_name":"main.raw.t.rest","tag_key":"zerobus-rescue"}]""")]
    [InlineData("a", "[]")]
    public async Task Tags_Column_AreThoseOfTheSql(string column, string tags)
    {
        await using var scene = await Scene.StartAsync("CREATE TABLE main.raw.t (a INT, rest VARIANT TAGS ('zerobus-rescue'))");
        var token = await scene.Client.TokenAsync(RawZerobusClient.CatalogForm());

        using var answer = await scene.Client.CatalogAsync(
            HttpMethod.Get, $"/../entity-tag-assignments/columns/main.raw.t.{column}/tags", token);
        using var missing = await scene.Client.CatalogAsync(
            HttpMethod.Get, "/../entity-tag-assignments/columns/main.raw.t.none/tags", token);

        Assert.Equal($$"""{"tag_assignments":{{tags}}}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }
}
