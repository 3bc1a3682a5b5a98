using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Tables;

public sealed class TableStoreTests
{
    [Fact]
    public void Append_EveryType_ComesBackTheSame()
    {
        using var store = new TableStore(null, storeRows: true);
        var table = store.Create("""
            CREATE TABLE c.s.t (b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, st STRING, bi BINARY,
              da DATE, ts TIMESTAMP, tn TIMESTAMP_NTZ, v VARIANT,
              d4 DECIMAL(4,2), d9 DECIMAL(9,0), d18 DECIMAL(18,18), d38 DECIMAL(38,5),
              ar ARRAY<STRUCT<x: INT, y: ARRAY<STRING>>>,
              st2 STRUCT<a: INT, b: STRUCT<c: STRING>>, mi MAP<INT, STRUCT<z: BINARY>>)
            """);
        var map = new MapEntries();
        map.Set(1, new object?[] { Bytes(0, 255) });
        map.Set(2, new object?[] { null });
        object?[] full =
        [
            true, (sbyte)-128, (short)-32768, int.MinValue, long.MinValue, 1.5f, -2.5, Text("a\0é"), Bytes(0, 1, 255), -1, -1L,
                1_500_000L, Text(
                "{\"a\": 1}"),
            (Int128)(-9999), (Int128)123_456_789, (Int128)(-1), Int128.Parse("-99999999999999999999999999999999999999", null),
            new List<object?> { new object?[] { 1, new List<object?> { Text("p"), Text("") } }, new object?[] { null, null } },
            new object?[] { null, new object?[] { Text("c") } }, map,
        ];

        Append(store, table, full, new object?[full.Length]);
        var result = store.Query("SELECT * FROM c.s.t");

        Assert.All(result.Rows[1], Assert.Null);
        var row = result.Rows[0];
        object?[] scalars =
        [
            true, (sbyte)-128, (short)-32768, int.MinValue, long.MinValue, 1.5f, -2.5, "a\0é", new byte[] { 0, 1, 255 },
                new DateOnly(
                1969, 12, 31),
            new DateTimeOffset(
                1969, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_990), new DateTime(1970, 1, 1, 0, 0, 1,
                500), "{\"a\": 1}",
            -99.99m, 123_456_789m, -0.000000000000000001m, "-999999999999999999999999999999999.99999",
        ];
        Assert.Equal(scalars, row.Take(scalars.Length));
        Assert.Equal("[{x: 1, y: ['p', '']}, {x: NULL, y: NULL}]", result.Display(0, 17));
        Assert.Equal("{a: NULL, b: {c: 'c'}}", result.Display(0, 18));
        Assert.Equal("{1: {z: \\x00\\xFF}, 2: {z: NULL}}", result.Display(0, 19));
        Assert.Equal(
            [
                "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "VARCHAR", "BLOB", "DATE",
                "TIMESTAMPTZ", "TIMESTAMP", "JSON", "DECIMAL(4,2)", "DECIMAL(9,0)", "DECIMAL(18,18)", "DECIMAL(38,5)",
                "STRUCT(x INTEGER, y VARCHAR[])[]", "STRUCT(a INTEGER, b STRUCT(c VARCHAR))", "MAP(INTEGER, STRUCT(z BLOB))"],
            result.Columns.Select(column => column.Type));
    }

    [Fact]
    public void Append_MoreThanOneChunkWithLongListsAndNulls_EveryElementIsKept()
    {
        using var store = new TableStore(null, storeRows: true);
        var table = store.Create("CREATE TABLE c.s.t (n BIGINT, a ARRAY<BIGINT>, m MAP<BIGINT, BINARY>)");
        var rows = Enumerable.Range(0, 5_000).Select(i =>
        {
            var map = new MapEntries();
            for (var k = 0; k < i % 5; k++) map.Set((long)k, Bytes((byte)i, (byte)k));
            return new object?[]
            {
                (long)i, i % 7 == 0 ? null : Enumerable.Range(0, i % 11).Select(x => (object?)(long)(i * x)).ToList(),
                i % 3 == 0 ? null : map,
            };
        }).ToArray();

        Append(store, table, rows);
        var result = store.Query("SELECT * FROM c.s.t ORDER BY n");

        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal((long)i, result.Rows[i][0]);
            Assert.Equal(
                i % 7 == 0 ? null : Enumerable.Range(0, i % 11).Select(x => (long)(i * x)),
                (result.Rows[i][1] as object?[])?.Cast<long>());
            var map = result.Rows[i][2] as OrderedDictionary<object, object?>;
            Assert.Equal(i % 3 == 0 ? null : i % 5, map?.Count);
            if (map is not null)
            {
                Assert.All(map, entry => Assert.Equal(new byte[] { (byte)i, (byte)(long)entry.Key }, entry.Value));
            }
        }
    }

    [Theory]
    [InlineData("SELECT count(*) FROM main.raw.sqs_messages")]
    [InlineData("select COUNT(*) from MAIN.Raw.SQS_Messages")]
    [InlineData("SELECT count(*) FROM `main`.`raw`.`sqs_messages`")]
    [InlineData("SELECT count(*) FROM \"main\".raw.sqs_messages AS m")]
    [InlineData("SELECT count(*) FROM raw.sqs_messages")]
    [InlineData("SELECT count(*) FROM sqs_messages")]
    [InlineData("SELECT count(main.raw.sqs_messages.message_id) + 1 FROM main.raw.sqs_messages")]
    [InlineData(
        "-- main.raw.sqs_messages\nSELECT count(*) /* main.raw.sqs_messages */ FROM main.raw.sqs_messages WHERE " +
        "'main.raw.sqs_messages' = 'main.raw.' || 'sqs_messages'")]
    public void Query_NamesAsInDatabricks_AreFound(string sql)
    {
        using var store = new TableStore(null, storeRows: true);
        var table = store.Create(SampleTables.MessagesSql);
        Append(store, table, new object?[table.Columns.Count]);

        Assert.Equal(1L, Convert.ToInt64(store.Query(sql).Scalar, null));
    }

    [Theory]
    [InlineData("SELEC 1")]
    [InlineData("SELECT * FROM nothing")]
    [InlineData("SELECT INTERVAL 1 DAY")]
    public void Query_WhatDuckDbRefuses_IsATableStoreException(string sql)
    {
        using var store = new TableStore(null, storeRows: true);

        Assert.Throws<TableStoreException>(() => store.Query(sql));
        Assert.Equal(1, store.Query("SELECT 1").Scalar);
    }

    [Fact]
    public void Query_TimesThatDotNetCantHold_AreNumbers()
    {
        using var store = new TableStore(null, storeRows: true);
        var table = store.Create("CREATE TABLE c.s.t (ts TIMESTAMP, d DATE)");
        Append(store, table, [1_772_366_400_123_456_000L, 5_000_000]);

        Assert.Equal(new object?[] { 1_772_366_400_123_456_000L, 5_000_000 }, store.Query("SELECT * FROM c.s.t").Rows[0]);
    }

    [Fact]
    public void DatabaseFile_OpenedAgain_HasTablesAndRows()
    {
        using var folder = new TemporaryFolder();
        var file = folder["rows.duckdb"];
        CatalogTable table;
        using (var store = new TableStore(file, storeRows: true))
        {
            table = store.Create(SampleTables.MessagesSql);
            Append(store, table, new object?[table.Columns.Count]);
        }

        using var again = new TableStore(file, storeRows: true);

        Assert.Equal<Column>(table.Columns, again.Find(table.Name)!.Columns);
        Assert.Equal(1, again.Count(table.Name));
    }

    [Fact]
    public void DatabaseFile_IsNoDatabase_SaysWhichFile()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, new string('x', 10_000));

            var failure = Assert.Throws<TableStoreException>(() => new TableStore(file, storeRows: true));

            Assert.Equal("database_not_opened", failure.Code);
            Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Create_Existing_NeedsReplaceAndThenLosesItsRows()
    {
        using var store = new TableStore(null, storeRows: true);
        var table = store.Create("CREATE TABLE c.s.t (a INT)");
        Append(store, table, [1]);

        Assert.Equal("table_exists", Assert.Throws<TableStoreException>(() => store.Create("CREATE TABLE c.s.t (b INT)")).Code);
        Assert.Equal(table, store.Create("CREATE TABLE IF NOT EXISTS c.s.T (b INT)"));
        store.Create("CREATE OR REPLACE TABLE c.s.t (b INT)");

        Assert.Equal(0, store.Count(table.Name));
        Assert.Equal("b", Assert.Single(store.Query("SELECT * FROM c.s.t").Columns).Name);
    }

    [Fact]
    public void TryAppend_TableReplacedSince_StoresNothing()
    {
        using var store = new TableStore(null, storeRows: true);
        store.Create("CREATE TABLE c.s.t (a INT)");
        var old = store.FindStored(new TableName("c", "s", "t"))!;
        store.Create("CREATE OR REPLACE TABLE c.s.t (a INT)");

        Assert.False(store.TryAppend(old, [[1]]));
        Assert.Equal(0, store.Count(old.Table.Name));
    }

    [Fact]
    public void AddColumn_NotNullOrExisting_IsRefused()
    {
        using var store = new TableStore(null, storeRows: true);
        var name = store.Create("CREATE TABLE c.s.t (a INT)").Name;

        Assert.Equal(
            "column_exists",
            Assert.Throws<TableStoreException>(() => store.AddColumn(name, new Column("A", new ScalarType(DeltaKind.Int)))).Code);
        Assert.Equal(
            "column_not_null",
            Assert.Throws<TableStoreException>(
                () => store.AddColumn(name, new Column("b", new ScalarType(DeltaKind.Int)) { Nullable = false })).Code);
        Assert.Equal(
            "table_not_found",
            Assert.Throws<TableStoreException>(
                () => store.AddColumn(new TableName("x", "y", "z"), new Column("b", new ScalarType(DeltaKind.Int)))).Code);
    }

    private static void Append(TableStore store, CatalogTable table, params object?[][] rows) =>
        Assert.True(store.TryAppend(store.FindStored(table.Name)!, rows));

    private static ReadOnlyMemory<byte> Bytes(params byte[] bytes) => bytes;

    private static ReadOnlyMemory<byte> Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
