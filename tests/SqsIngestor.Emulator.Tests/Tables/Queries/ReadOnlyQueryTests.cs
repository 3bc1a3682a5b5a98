using SqsIngestor.Emulator.Tables;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Emulator.Tests.Tables.Queries;

public sealed class ReadOnlyQueryTests : IAsyncLifetime
{
    private LocalDatabricks _databricks = null!;

    public async Task InitializeAsync()
    {
        _databricks = await LocalDatabricks.StartAsync();
        _databricks.Tables.Create("CREATE TABLE main.raw.t (a INT)");
        _databricks.Tables.Query("INSERT INTO main.raw.t VALUES (1), (2)");
    }

    public Task DisposeAsync() => _databricks.DisposeAsync().AsTask();

    [Theory]
    [InlineData("SELECT a FROM main.raw.t")]
    [InlineData(" /* note */ -- and another\n( SELECT a FROM main.raw.t )")]
    [InlineData("with x AS (SELECT a FROM main.raw.t) SELECT * FROM x;")]
    [InlineData("FROM main.raw.t")]
    [InlineData("VALUES (1), (2)")]
    public void QueryReadOnly_ReadingStatement_Answers(string sql) =>
        Assert.Equal(2, _databricks.Tables.QueryReadOnly(sql).Rows.Count);

    [Theory]
    [InlineData("DELETE FROM main.raw.t", "query_not_read_only")]
    [InlineData("DROP TABLE main.raw.t", "query_not_read_only")]
    [InlineData("COPY main.raw.t TO '/nowhere/rows.csv'", "query_not_read_only")]
    [InlineData("ATTACH ':memory:' AS other", "query_not_read_only")]
    [InlineData("SET TimeZone = 'CET'", "query_not_read_only")]
    [InlineData("COMMIT", "query_not_read_only")]
    [InlineData("WITH x AS (SELECT 1 AS a) INSERT INTO main.raw.t SELECT a FROM x", "query_not_read_only")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM main.raw.t", "query_not_read_only")]
    [InlineData("SELECT 1; DROP TABLE main.raw.t", "query_several")]
    [InlineData("", "query_empty")]
    [InlineData("-- nothing", "query_empty")]
    [InlineData("SELEC a FROM main.raw.t", "query_syntax")]
    [InlineData("SELECT a FROM", "query_syntax")]
    [InlineData("SELECT a FROM main.raw.other", "table_not_found")]
    [InlineData("SELECT b FROM main.raw.t", "query_invalid")]
    [InlineData("SELECT CAST('x' AS INT)", "query_failed")]
    public void QueryReadOnly_AnythingElse_IsRefusedWithACode(string sql, string code)
    {
        Assert.Equal(code, Assert.Throws<TableStoreException>(() => _databricks.Tables.QueryReadOnly(sql)).Code);
        Assert.Equal(2L, _databricks.Tables.QueryReadOnly("SELECT count(*) FROM main.raw.t").Scalar);
    }

    [Theory]
    [InlineData("EXPLAIN ANALYZE COPY main.raw.t TO '{file}'")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO '{file}' (FORMAT csv)")]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("SELECT * FROM read_blob('/etc/hostname')")]
    [InlineData("SELECT * FROM read_csv('/etc/hostname')")]
    [InlineData("FROM '/etc/hostname.csv'")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    public void QueryReadOnly_Files_AreOutOfReach(string sql) =>
        AssertOutOfReach(sql, text => _databricks.Tables.QueryReadOnly(text));

    [Theory]
    [InlineData("COPY main.raw.t TO '{file}'")]
    [InlineData("EXPORT DATABASE '{file}'")]
    [InlineData("ATTACH '{file}' AS other")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD '{file}'")]
    public void Query_FilesAndExtensions_AreOutOfReach(string sql) =>
        AssertOutOfReach(sql, text => _databricks.Tables.Query(text));

    [Theory]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("SET autoload_known_extensions = true")]
    public void Query_Settings_AreLocked(string sql) =>
        Assert.Contains(
            Assert.Throws<TableStoreException>(() => _databricks.Tables.Query(sql)).Code,
            (string[])["query_setting", "query_failed"]);

    private static void AssertOutOfReach(string sql, Func<string, QueryResult> query)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.csv");

        var error = Assert.Throws<TableStoreException>(
            () => query(sql.Replace("{file}", file, StringComparison.Ordinal)));

        Assert.Equal("query_external_access", error.Code);
        Assert.False(Path.Exists(file));
    }
}
