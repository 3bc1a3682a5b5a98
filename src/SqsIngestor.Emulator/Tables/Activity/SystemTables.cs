using System.Globalization;
using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;

namespace SqsIngestor.Emulator.Tables.Activity;

/// <summary>
/// <c>system.lakeflow.zerobus_stream</c> and <c>system.lakeflow.zerobus_ingest</c>, with the columns of the service. Queries see
/// views, so that no statement writes to them; the rows are in tables of the schema <c>sqs_ingestor.system</c>. Used in the lock
/// of the store.
/// </summary>
internal sealed class SystemTables
{
    /// <summary>The most rows of each table. The oldest ones go first.</summary>
    public const int MostRows = 100_000;

    private const string WorkspaceId = "127";
    private const string Errors = "errors ARRAY<STRUCT<error_code: BIGINT, error_message: STRING, timestamp: TIMESTAMP>>";
    private const string Columns = "account_id STRING, workspace_id STRING, stream_id STRING, ";

    private static readonly CatalogTable StreamRows = Table(
        "zerobus_stream",
        Columns + "event_time TIMESTAMP, producer_id STRING, opened_time TIMESTAMP, closed_time TIMESTAMP, table_id STRING, "
            + "table_name STRING, protocol STRING, data_format STRING, " + Errors);

    private static readonly CatalogTable IngestRows = Table(
        "zerobus_ingest",
        Columns + "commit_version BIGINT, table_id STRING, table_name STRING, commit_time TIMESTAMP, committed_bytes BIGINT, "
            + "committed_records BIGINT, tags ARRAY<STRING>, " + Errors);

    private readonly DuckDbRows _rows;
    // What servers before have written is trimmed at once.
    private int _untrimmed = IngestActivity.MostPending;

    private SystemTables(DuckDbRows rows, IngestActivity activity)
    {
        _rows = rows;
        Activity = activity;
    }

    /// <summary>The tables as clients see them. As in the service, Zerobus does not write to them: they are shared.</summary>
    public static IReadOnlyList<CatalogTable> All { get; } = [.. new[] { StreamRows, IngestRows }.Select(Visible)];

    /// <summary>Collects what the tables will show.</summary>
    public IngestActivity Activity { get; }

    /// <summary>Whether a name is that of a system table.</summary>
    public static bool Has(TableName name) => Find(name) is not null;

    /// <summary>The table of a name, compared without regard to case; null if it is another table.</summary>
    public static CatalogTable? Find(TableName name) =>
        All.FirstOrDefault(table => table.Name.ToString().Equals(name.ToString(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a query can read one of the tables. A few that cannot are taken for some that can.</summary>
    public static bool AreIn(string sql) => sql.Contains("zerobus_", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates the tables in a database that does not have them, and goes on where the last server ended.</summary>
    public static SystemTables Open(DuckDbRows rows, TimeProvider clock)
    {
        foreach (var (table, view) in new[] { StreamRows, IngestRows }.Zip(All)) rows.CreateWithView(table, view.Name);
        var last = rows.Read($"SELECT table_name, max(commit_version) FROM {DuckDbRows.Qualified(IngestRows)} GROUP BY 1");
        var versions = last.Rows.ToDictionary(row => (string)row[0]!, row => (long)row[1]!, StringComparer.OrdinalIgnoreCase);
        return new SystemTables(rows, new IngestActivity(clock, versions));
    }

    /// <summary>Writes what has been collected.</summary>
    /// <exception cref="TableStoreException">The rows cannot be written.</exception>
    public void Write()
    {
        var (streams, commits) = Activity.Take();
        if (streams.Count == 0 && commits.Count == 0) return;
        // A persistent stream has a row for each time that it was opened.
        var old = streams.Where(stream => stream.HasRow).Select(
            stream => string.Create(CultureInfo.InvariantCulture, $"('{stream.Id}', {Micros(stream.Opened)})")).ToList();
        var statements = new List<string>();
        if (old.Count > 0)
        {
            statements.Add(
                $"DELETE FROM {DuckDbRows.Qualified(StreamRows)} USING (VALUES {string.Join(',', old)}) AS old (id, opened) "
                    + "WHERE stream_id = id AND epoch_us(opened_time) = opened");
        }

        _untrimmed += streams.Count + commits.Count;
        if (_untrimmed >= IngestActivity.MostPending)
        {
            _untrimmed = 0;
            statements.Add(Trim(StreamRows, "event_time"));
            statements.Add(Trim(IngestRows, "commit_time"));
        }

        _rows.Change(
            statements, (StreamRows, [.. streams.Select(Row)]), (IngestRows, [.. commits.Select(commit => Row(commit))]));
    }

    private static string Trim(CatalogTable table, string time)
    {
        var name = DuckDbRows.Qualified(table);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"DELETE FROM {name} WHERE rowid IN (SELECT rowid FROM {name} ORDER BY {time} DESC, rowid DESC OFFSET {MostRows})");
    }

    private static CatalogTable Table(string name, string columns) =>
        CreateTableStatement.Parse($"CREATE TABLE sqs_ingestor.system.{name} ({columns})").ToTable();

    private static CatalogTable Visible(CatalogTable rows) =>
        rows with { Name = new TableName("system", "lakeflow", rows.Name.Table), DataSourceFormat = "DELTASHARING" };

    private static object?[] Row(StreamState stream) =>
    [
        null, Text(WorkspaceId), Text(stream.Id), Micros(stream.LastEvent), null, Micros(stream.Opened),
        stream.Closed is { } closed ? Micros(closed) : (long?)null, null, Text(stream.Table.ToString()), Text(stream.Protocol),
        Text(stream.DataFormat),
        stream.Errors.Select(Value).ToList(),
    ];

    private static object? Value(StreamError error) =>
        new object?[] { (long)error.Code, Text(error.Message), Micros(error.Time) };

    private static object?[] Row(CommitActivity commit) =>
    [
        null, Text(WorkspaceId), Text(commit.StreamId), commit.Version, null, Text(commit.Table.ToString()), Micros(commit.Time),
        commit.Bytes, (long)commit.Records, new List<object?>(), new List<object?>(),
    ];

    private static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
