using System.Text;
using DuckDB.NET.Data;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Emulator.Tables.Queries;
using SqsIngestor.Emulator.Tables.Vectors;

namespace SqsIngestor.Emulator.Tables;

/// <summary>
/// The rows, in memory or in a file. Writes come one at a time. Queries run at the same time, each on a connection of its own.
/// </summary>
internal sealed class DuckDbRows : IDisposable
{
    private const string Definitions = "\"sqs_ingestor\".\"tables\"";
    private const string Positions = "\"sqs_ingestor\".\"streams\"";

    /// <summary>How long disposing waits for interrupted queries. They usually end within milliseconds.</summary>
    private static readonly TimeSpan InterruptTimeout = TimeSpan.FromSeconds(1);

    private readonly string? _file;
    private readonly DuckDBConnection _writer;
    private readonly CancellationTokenSource _closing = new();

    /// <summary>The running queries, and one until the rows are disposed.</summary>
    private readonly CountdownEvent _users = new(1);

    public DuckDbRows(string? file)
    {
        _file = file;
        _writer = new DuckDBConnection(file is null ? "DataSource=:memory:" : $"DataSource={file}");
        Open(_writer, file);
        // DuckDB never loads anything from the network.
        Write("SET autoinstall_known_extensions = false");
        Write("SET autoload_known_extensions = false");
        Write("CREATE SCHEMA IF NOT EXISTS \"sqs_ingestor\"");
        Write($"CREATE TABLE IF NOT EXISTS {Definitions} (full_name VARCHAR PRIMARY KEY, definition JSON NOT NULL)");
        Write(
            $"CREATE TABLE IF NOT EXISTS {Positions} "
                + "(stream_id VARCHAR PRIMARY KEY, full_name VARCHAR NOT NULL, committed BIGINT NOT NULL)");
        // Connections of queries are opened later, when the settings are locked.
        Write("SET GLOBAL TimeZone = 'UTC'");
        // A query reads tables and nothing else of this machine: no files, no other databases, no extensions. The lock keeps a
        // statement from changing that, and every other setting but the search path.
        Write("SET enable_external_access = false");
        Write("SET lock_configuration = true");
    }

    /// <summary>How many queries run.</summary>
    public int RunningQueries => Math.Max(0, _users.CurrentCount - 1);

    public IReadOnlyList<CatalogTable> ReadDefinitions() =>
        [
            .. QueryRunner.Run(_writer, $"SELECT definition FROM {Definitions}").Rows
            .Select(row => CatalogJson.Read(Encoding.UTF8.GetBytes((string)row[0]!)))];

    public IReadOnlyList<StreamPosition> ReadPositions() =>
        [
            .. QueryRunner.Run(_writer, $"SELECT stream_id, full_name, committed FROM {Positions}").Rows
            .Select(row => new StreamPosition((string)row[0]!, TableName.Parse((string)row[1]!), (long)row[2]!))];

    public void SavePosition(StreamPosition position) => Write(
        $"INSERT OR REPLACE INTO {Positions} VALUES "
            + $"({Literal(position.StreamId)}, {Literal(position.Table.ToString())}, {position.Committed})");

    public void RemovePosition(string streamId) => Write($"DELETE FROM {Positions} WHERE stream_id = {Literal(streamId)}");

    public void Create(CatalogTable table)
    {
        try
        {
            var columns = table.Columns.Select(
                column =>
                $"{DuckDbTypes.Quote(column.Name)} {DuckDbTypes.Of(column.Type)}{(column.MustHaveValue ? " NOT NULL" : "")}");
            InTransaction(() =>
            {
                CreateSchema(table.Name);
                Write($"CREATE OR REPLACE TABLE {Qualified(table)} ({string.Join(", ", columns)})");
                Define(table);
            });
        }
        catch (NotSupportedException e)
        {
            throw new TableStoreException("column_unsupported", e.Message, e);
        }
    }

    /// <summary>Creates a table outside the catalog, and a view of it, if they do not exist.</summary>
    public void CreateWithView(CatalogTable table, TableName view) => InTransaction(() =>
    {
        var columns = table.Columns.Select(column => $"{DuckDbTypes.Quote(column.Name)} {DuckDbTypes.Of(column.Type)}");
        CreateSchema(table.Name);
        CreateSchema(view);
        Write($"CREATE TABLE IF NOT EXISTS {Qualified(table)} ({string.Join(", ", columns)})");
        Write($"CREATE VIEW IF NOT EXISTS {Qualified(view)} AS SELECT * FROM {Qualified(table)}");
    });

    /// <summary>Runs statements, then appends rows to tables, in one transaction.</summary>
    public void Change(IEnumerable<string> statements, params (CatalogTable Table, IReadOnlyList<object?[]> Rows)[] added) =>
        InTransaction(() =>
        {
            foreach (var statement in statements) Write(statement);
            foreach (var (table, rows) in added)
            {
                using var appender = new ChunkAppender(_writer, table);
                appender.Append(rows);
            }
        });

    /// <summary>Reads with the connection of the writes: one caller at a time.</summary>
    public QueryResult Read(string sql) => QueryRunner.Run(_writer, sql);

    /// <summary>DuckDB's name of a table.</summary>
    public static string Qualified(CatalogTable table) => Qualified(table.Name);

    /// <summary>Adds the last column of a table.</summary>
    public void AddColumn(CatalogTable table) => InTransaction(() =>
    {
        var column = table.Columns[^1];
        Write($"ALTER TABLE {Qualified(table)} ADD COLUMN {DuckDbTypes.Quote(column.Name)} {DuckDbTypes.Of(column.Type)}");
        Define(table);
    });

    public void Drop(CatalogTable table) => InTransaction(() =>
    {
        Write($"DROP TABLE {Qualified(table)}");
        Write($"DELETE FROM {Definitions} WHERE full_name = {Literal(table.Name.ToString())}");
    });

    public void Append(CatalogTable table, IReadOnlyList<object?[]> rows, StreamPosition? position) => InTransaction(() =>
    {
        using (var appender = new ChunkAppender(_writer, table)) appender.Append(rows);
        if (position is not null) SavePosition(position);
    });

    /// <summary>Runs SQL with DuckDB's names of the tables.</summary>
    /// <exception cref="OperationCanceledException">The query was cancelled, or the rows are being disposed.</exception>
    public QueryResult Query(string sql, IReadOnlyCollection<TableName> tables, bool readOnly, CancellationToken cancellation)
    {
        // A table's own name is enough if only one schema has it.
        var schemas = tables.Select(table => DuckDbTypes.Quote(table.SchemaName)).Distinct().Append("main");
        ObjectDisposedException.ThrowIf(!_users.TryAddCount(), this);
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
            using var connection = Connect();
            return InterruptibleQuery.Run(connection, Run, ended.Token);

            QueryResult Run()
            {
                QueryRunner.Run(connection, $"SET search_path = {Literal(string.Join(",", schemas))}", ended.Token);
                return readOnly
                    ? ReadOnlyQuery.Run(connection, sql, ended.Token)
                    : QueryRunner.Run(connection, sql, ended.Token);
            }
        }
        finally
        {
            _users.Signal();
        }
    }

    /// <summary>Interrupts the queries that run, and closes the rows.</summary>
    public void Dispose()
    {
        if (_closing.IsCancellationRequested) return;
        _closing.Cancel();
        _users.Signal();
        var ended = _users.Wait(InterruptTimeout);
        _writer.Dispose();
        // A query that did not react keeps the database open until it ends.
        if (!ended) return;
        _users.Dispose();
        _closing.Dispose();
    }

    private static void Open(DuckDBConnection connection, string? file)
    {
        try
        {
            connection.Open();
        }
        catch (DuckDBException e)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(file ?? "."));
            throw new TableStoreException(
                "database_not_opened",
                Directory.Exists(folder)
                    ? $"'{file}' cannot be opened as a DuckDB database; another process may have it open. {e.Message}"
                    : $"'{file}' cannot be created: the folder {folder} does not exist.",
                e);
        }
    }

    private DuckDBConnection Connect()
    {
        var connection = _file is null ? _writer.Duplicate() : new DuckDBConnection($"DataSource={_file}");
        try
        {
            Open(connection, _file);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Qualified(TableName name) =>
        $"{DuckDbTypes.Quote(name.SchemaName)}.{DuckDbTypes.Quote(name.Table)}";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private void CreateSchema(TableName name) => Write($"CREATE SCHEMA IF NOT EXISTS {DuckDbTypes.Quote(name.SchemaName)}");

    private void Define(CatalogTable table)
    {
        var definition = Encoding.UTF8.GetString(CatalogJson.Write(table).Span);
        Write($"INSERT OR REPLACE INTO {Definitions} VALUES ({Literal(table.Name.ToString())}, {Literal(definition)})");
    }

    private void InTransaction(Action work)
    {
        Write("BEGIN TRANSACTION");
        try
        {
            work();
            Write("COMMIT");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Report the first error; after a failed COMMIT, no transaction is open.</summary>
    private void Rollback()
    {
        try
        {
            Write("ROLLBACK");
        }
        catch (TableStoreException)
        {
        }
    }

    private void Write(string sql) => QueryRunner.Run(_writer, sql);
}
