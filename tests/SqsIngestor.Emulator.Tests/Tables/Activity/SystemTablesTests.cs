using System.Net;
using DuckDB.NET.Data;
using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Emulator.Tables.Activity;
using SqsIngestor.Emulator.Tests.Rest;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Tests.Tables.Activity;

public sealed class SystemTablesTests
{
    private const string Sql = "CREATE TABLE main.test.t (a INT)";
    private const string Table = "main.test.t";

    private static readonly TableName Name = TableName.Parse(Table);
    private static readonly byte[] Record = [0x08, 0x07];

    [Fact]
    public async Task Stream_WithCommitsAndAnError_IsARowWithThem()
    {
        await using var scene = await Scene.StartAsync(Sql);
        using var call = await scene.OpenAsync();
        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, Record));
        await RawZerobusClient.AckedAsync(call, 0);
        var open = Query(
            scene, "SELECT protocol, data_format, table_name, closed_time, len(errors) FROM system.lakeflow.zerobus_stream");
        await call.RequestStream.WriteAsync(RawZerobusClient.Batch(1, Record, Record));
        await RawZerobusClient.AckedAsync(call, 1);
        await RawZerobusClient.EndedByAsync(call, RawZerobusClient.Record(7, Record));
        await scene.SeenAsync(statistics => statistics.StreamsEnded == 1);

        var ended = Query(
            scene,
            "SELECT closed_time >= opened_time AND event_time = closed_time, errors[1].error_code, errors[1].error_message "
                + "FROM system.lakeflow.zerobus_stream");
        var commits = Query(
            scene,
            "SELECT commit_version, committed_records, committed_bytes, i.table_name, commit_time >= opened_time "
                + "FROM system.lakeflow.zerobus_ingest i JOIN system.lakeflow.zerobus_stream USING (stream_id) ORDER BY 1");

        Assert.Equal(["GRPC", "PROTOBUF", Table, null, 0L], Assert.Single(open));
        Assert.Equal([true, 3L, "error 4002: offset_id must be 2, and is 7"], Assert.Single(ended));
        Assert.Equal([[1L, 1L, 2L, Table, true], [2L, 2L, 4L, Table, true]], commits);
    }

    [Fact]
    public async Task Stream_OfJson_CountsItsBytesAsUtf8()
    {
        await using var scene = await Scene.StartAsync("CREATE TABLE main.test.t (b STRING)");
        using var call = scene.Client.Call(await scene.Client.TokenAsync(RawZerobusClient.TableForm(Table)), Table);
        await call.RequestStream.WriteAsync(new EphemeralStreamRequest
        {
            CreateStream = new CreateIngestStreamRequest { TableName = Table, RecordType = RecordType.Json },
        });
        var id = (await RawZerobusClient.NextAsync(call)).CreateStreamResponse.StreamId;
        await call.RequestStream.WriteAsync(new EphemeralStreamRequest
        {
            IngestRecord = new IngestRecordRequest { OffsetId = 0, JsonRecord = """{"b":"ü"}""" },
        });
        await RawZerobusClient.AckedAsync(call, 0);
        await call.RequestStream.CompleteAsync();
        await scene.SeenAsync(statistics => statistics.StreamsEnded == 1);

        Assert.Equal(
            [id, "JSON", 0L, 10L],
            Assert.Single(Query(
                scene,
                "SELECT s.stream_id, data_format, len(s.errors), committed_bytes "
                    + "FROM zerobus_stream s JOIN zerobus_ingest USING (stream_id)")));
    }

    [Fact]
    public async Task Insert_ByRest_IsACommitOfOneStreamForEachTable()
    {
        await using var scene = await Scene.StartAsync(Sql);
        using var client = RestClient.Of(scene);
        var token = await scene.Client.TokenAsync(RawZerobusClient.TableForm(Table));

        await client.InsertAsync(Table, token, """[{"a":1},{"a":2}]""");
        await client.InsertAsync(Table, token, """[{"a":"secret"}]""");
        await client.InsertAsync(Table, token, """[{"a":3}]""");

        Assert.Equal(
            ["HTTP", "JSON", null, 400L, false],
            Assert.Single(Query(
                scene,
                "SELECT protocol, data_format, closed_time, errors[1].error_code, contains(errors[1].error_message, 'secret') "
                    + "FROM system.lakeflow.zerobus_stream")));
        Assert.Equal(
            [[1L, 2L, 17L], [2L, 1L, 9L]],
            Query(
                scene,
                "SELECT commit_version, committed_records, committed_bytes FROM system.lakeflow.zerobus_ingest ORDER BY 1"));
    }

    [Fact]
    public async Task SystemTables_WhateverWritesToThem_IsRefused()
    {
        await using var scene = await Scene.StartAsync(Sql);
        var tables = scene.Databricks.Tables;
        using var rest = RestClient.Of(scene);
        foreach (var name in new[] { "system.lakeflow.zerobus_stream", "system.lakeflow.zerobus_ingest" })
        {
            AssertReadOnly(() => tables.Create($"CREATE TABLE {name} (a INT)"));
            AssertReadOnly(() => tables.Create($"CREATE OR REPLACE TABLE {name.ToUpperInvariant()} (a INT)"));
            AssertReadOnly(() => tables.AddColumn(TableName.Parse(name), new Column("a", tables.Find(Name)!.Columns[0].Type)));
            AssertReadOnly(() => tables.Drop(TableName.Parse(name)));
            Assert.Equal(
                "query_not_read_only",
                Assert.Throws<TableStoreException>(() => tables.QueryReadOnly($"DELETE FROM {name}")).Code);
            Assert.Throws<TableStoreException>(() => tables.Query($"DELETE FROM {name}"));

            var token = await scene.Client.TokenAsync(RawZerobusClient.TableForm(name));
            Assert.Contains(
                "Unsupported table kind.", (await rest.InsertAsync(name, token, "[{}]")).Message, StringComparison.Ordinal);
            using var call = scene.Client.Call(token, name);
            var status = await RawZerobusClient.EndedByAsync(call, RawZerobusClient.Create(name, scene.Descriptor));
            Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
            Assert.StartsWith("Unsupported table kind.", status.Detail, StringComparison.Ordinal);

            var catalog = await scene.Client.TokenAsync(RawZerobusClient.CatalogForm());
            using var got = await scene.Client.CatalogAsync(HttpMethod.Get, $"/{name}", catalog);
            using var deleted = await scene.Client.CatalogAsync(HttpMethod.Delete, $"/{name}", catalog);
            using var created = await scene.Client.CatalogAsync(
                HttpMethod.Post, "", catalog, await got.Content.ReadAsStringAsync());
            Assert.Equal(
                [HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
                new[] { got, deleted, created }.Select(response => response.StatusCode));
        }

        Assert.Equal([Table], tables.All.Select(table => table.Name.ToString()));

        static void AssertReadOnly(Action action) =>
            Assert.Equal("table_read_only", Assert.Throws<TableStoreException>(action).Code);
    }

    [Fact]
    public void Rows_InAFile_OutliveTheServerAndVersionsGoOn()
    {
        using var folder = new TemporaryFolder();
        var file = folder["rows.duckdb"];
        for (var run = 1; run <= 2; run++)
        {
            using var store = new TableStore(file, storeRows: true);
            var stream = store.Activity!.Open($"run-{run}", Name, "GRPC", "PROTOBUF");
            stream.Committed(1, 10);
            stream.Close();
        }

        using var last = new TableStore(file, storeRows: true);
        Assert.Equal(
            [["run-1", 1L], ["run-2", 2L]],
            last.QueryReadOnly("SELECT stream_id, commit_version FROM system.lakeflow.zerobus_ingest ORDER BY 2").Rows);
        Assert.Equal(2L, last.QueryReadOnly("SELECT count(closed_time) FROM system.lakeflow.zerobus_stream").Scalar);
    }

    [Fact]
    public void File_OfAnEarlierVersion_GetsTheTables()
    {
        using var folder = new TemporaryFolder();
        var file = folder["rows.duckdb"];
        using (var store = new TableStore(file, storeRows: true)) store.Create(Sql);
        Run(file, """DROP SCHEMA "system.lakeflow" CASCADE; DROP SCHEMA "sqs_ingestor.system" CASCADE""");

        using var opened = new TableStore(file, storeRows: true);

        Assert.Equal([Table], opened.All.Select(table => table.Name.ToString()));
        Assert.Equal(0L, opened.QueryReadOnly("SELECT count(*) FROM system.lakeflow.zerobus_ingest").Scalar);
    }

    [Fact]
    public void File_WithATableOfTheUserOfThatName_KeepsIt()
    {
        using var folder = new TemporaryFolder();
        var file = folder["rows.duckdb"];
        using (var store = new TableStore(file, storeRows: true)) store.Create("CREATE TABLE system.lakeflow.mine (a INT)");
        Run(
            file,
            """
            DROP SCHEMA "sqs_ingestor.system" CASCADE;
            DROP VIEW "system.lakeflow".zerobus_stream;
            DROP VIEW "system.lakeflow".zerobus_ingest;
            ALTER TABLE "system.lakeflow".mine RENAME TO zerobus_ingest;
            UPDATE sqs_ingestor.tables SET full_name = 'system.lakeflow.zerobus_ingest',
                definition = replace(definition::VARCHAR, 'mine', 'zerobus_ingest')
            """);

        using var opened = new TableStore(file, storeRows: true);

        Assert.Null(opened.Activity);
        Assert.Equal(["a"], opened.Query("SELECT * FROM system.lakeflow.zerobus_ingest").Columns.Select(column => column.Name));
        Assert.True(opened.Drop(TableName.Parse("system.lakeflow.zerobus_ingest")));
    }

    [Fact]
    public void Rows_OfALongRun_AreTheNewestOnes()
    {
        const int commits = SystemTables.MostRows + (3 * IngestActivity.MostPending);
        using var store = new TableStore(null, storeRows: true);
        var stream = store.Activity!.Open("long", Name, "GRPC", "PROTOBUF");
        for (var i = 0; i < commits; i++) stream.Committed(1, 10);
        for (var i = 0; i < 2 * IngestActivity.MostPending; i++) store.Activity!.Open($"{i}", Name, "GRPC", "PROTOBUF");

        var kept = Assert.Single(
            store.QueryReadOnly("SELECT count(*), max(commit_version), min(commit_version) FROM zerobus_ingest").Rows);

        Assert.InRange((long)kept[0]!, SystemTables.MostRows, SystemTables.MostRows + (2 * IngestActivity.MostPending));
        Assert.Equal((long)commits, kept[1]);
        Assert.Equal(commits - (long)kept[0]! + 1, kept[2]);
    }

    [Fact]
    public void Store_WithoutRows_CollectsNothing()
    {
        using var store = new TableStore(null, storeRows: false);

        Assert.Null(store.Activity);
        var refused = Assert.Throws<TableStoreException>(() => store.QueryReadOnly("FROM zerobus_stream"));
        Assert.Equal("rows_not_stored", refused.Code);
    }

    private static List<IReadOnlyList<object?>> Query(Scene scene, string sql) =>
        [.. scene.Databricks.Tables.QueryReadOnly(sql).Rows];

    private static void Run(string file, string sql)
    {
        using var connection = new DuckDBConnection($"DataSource={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
