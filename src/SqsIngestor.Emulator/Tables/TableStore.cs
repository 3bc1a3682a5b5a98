using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Emulator.Tables.Activity;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Emulator.Tables;

/// <summary>
/// The tables of a local Databricks and their rows. Safe for use by several threads. In the DuckDB file a table <c>c.s.t</c> is
/// the table <c>t</c> of a schema called <c>c.s</c>, and the schema <c>sqs_ingestor</c> contains the facts that DuckDB's own
/// catalog cannot represent, so that a file can be opened again.
/// </summary>
public sealed class TableStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredTable> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, StreamPosition> _positions = new(StringComparer.Ordinal);
    private readonly DuckDbRows? _rows;
    private readonly SystemTables? _system;
    private bool _isDisposed;

    internal TableStore(string? databaseFile, bool storeRows, TimeProvider? clock = null)
    {
        if (!storeRows) return;
        _rows = new DuckDbRows(databaseFile);
        foreach (var table in _rows.ReadDefinitions()) _tables.Add(table.Name.ToString(), new StoredTable(table));
        foreach (var position in _rows.ReadPositions()) _positions.Add(position.StreamId, position);
        // Earlier versions created any table.
        if (_tables.Values.Any(stored => SystemTables.Has(stored.Table.Name))) return;
        _system = SystemTables.Open(_rows, clock ?? TimeProvider.System);
        _system.Activity.Full += WriteActivity;
    }

    /// <summary>All tables, by full name.</summary>
    public IReadOnlyList<CatalogTable> All
    {
        get
        {
            lock (_lock)
            {
                return [
                    .. _tables.Values.Select(stored => stored.Table)
                    .OrderBy(table => table.Name.ToString(), StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The system tables, which are not among <see cref="All"/>: nobody writes to them.</summary>
    internal IReadOnlyList<CatalogTable> AllOfSystem => _system is null ? [] : SystemTables.All;

    /// <summary>Receives what happens to streams; null if no rows are kept.</summary>
    internal IngestActivity? Activity => _system?.Activity;

    /// <summary>How many queries run.</summary>
    internal int RunningQueries => _rows?.RunningQueries ?? 0;

    /// <summary>The table of that name, compared without regard to case, or null.</summary>
    public CatalogTable? Find(TableName name) => FindStored(name)?.Table;

    /// <summary>Runs a CREATE TABLE statement, OR REPLACE and IF NOT EXISTS included.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="defaultCatalog">The catalog for a name of one or two parts.</param>
    /// <param name="defaultSchema">The schema for a name of one part.</param>
    /// <returns>The table, new or old.</returns>
    /// <exception cref="SqlSyntaxException">The statement cannot be read.</exception>
    /// <exception cref="TableStoreException">The table already exists, or a column cannot be stored.</exception>
    public CatalogTable Create(
        string sql, string defaultCatalog = TableName.DefaultCatalog, string defaultSchema = TableName.DefaultSchema)
    {
        var statement = CreateTableStatement.Parse(sql);
        var table = statement.ToTable(defaultCatalog, defaultSchema);
        if (statement.IfNotExists && Find(table.Name) is { } old) return old;
        Create(table, statement.OrReplace);
        return table;
    }

    /// <summary>Creates a table without rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="replace">Whether it replaces a table of that name and its rows.</param>
    /// <exception cref="TableStoreException">
    /// The table already exists, it is a system table, or a column cannot be stored.
    /// </exception>
    public void Create(CatalogTable table, bool replace = false)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Columns.Count == 0 && !table.IsView)
        {
            throw new TableStoreException("table_without_columns", $"{table.Name} has no columns.");
        }
        RefuseSystem(table.Name);

        lock (_lock)
        {
            var old = _tables.GetValueOrDefault(table.Name.ToString());
            if (old is not null && !replace)
            {
                throw new TableStoreException(
                    "table_exists", $"{table.Name} is there already. Drop it, or say CREATE OR REPLACE.");
            }
            if (old is not null && !HasRows(table) && HasRows(old.Table)) _rows?.Drop(old.Table);
            if (HasRows(table)) _rows?.Create(table);
            if (old is not null) RemovePositions(old.Table.Name);
            _tables[table.Name.ToString()] = new StoredTable(table);
            old?.MarkChanged();
        }
    }

    /// <summary>Adds a column after the others; existing rows have NULL in it.</summary>
    /// <param name="name">The table.</param>
    /// <param name="column">The column, nullable. Its position does not matter.</param>
    /// <exception cref="TableStoreException">The table does not exist, or the column cannot be added.</exception>
    public CatalogTable AddColumn(TableName name, Column column)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(column);
        RefuseSystem(name);
        lock (_lock)
        {
            var old = FindStored(name) ?? throw new TableStoreException("table_not_found", $"There is no table {name}.");
            if (!column.Nullable)
            {
                throw new TableStoreException(
                    "column_not_null", $"{column.Name} cannot be NOT NULL: existing rows have no value for it.");
            }
            if (old.Table.Columns.Any(other => other.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new TableStoreException("column_exists", $"{name} has a column {column.Name} already.");
            }

            var table = old.Table with { Columns = [.. old.Table.Columns, column with { Position = old.Table.Columns.Count }] };
            _rows?.AddColumn(table);
            _tables[table.Name.ToString()] = new StoredTable(table);
            old.MarkChanged();
            return table;
        }
    }

    /// <summary>Drops a table and its rows.</summary>
    /// <returns>False if the table does not exist.</returns>
    /// <exception cref="TableStoreException">It is a system table.</exception>
    public bool Drop(TableName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        RefuseSystem(name);
        lock (_lock)
        {
            if (FindStored(name) is not { } old) return false;
            if (HasRows(old.Table)) _rows?.Drop(old.Table);
            RemovePositions(old.Table.Name);
            _tables.Remove(name.ToString());
            old.MarkChanged();
            return true;
        }
    }

    /// <summary>The number of rows of a table.</summary>
    /// <exception cref="TableStoreException">The table does not exist, or rows are not stored.</exception>
    public long Count(TableName name) => (long)(Query($"SELECT count(*) FROM {QuotedName(name)}").Scalar ?? 0L);

    /// <summary>Runs SQL in DuckDB's dialect; tables are named as in Databricks, <c>catalog.schema.table</c>.</summary>
    /// <param name="sql">One or more statements; the last one's result is the answer.</param>
    /// <param name="cancellationToken">Interrupts the query.</param>
    /// <exception cref="TableStoreException">DuckDB refuses the SQL, it needs something outside the tables
    /// (<c>query_external_access</c>), it changes a setting (<c>query_setting</c>), or rows are not stored.</exception>
    /// <exception cref="OperationCanceledException">The query was cancelled, or the store is being disposed.</exception>
    public QueryResult Query(string sql, CancellationToken cancellationToken = default) =>
        Query(sql, readOnly: false, cancellationToken);

    /// <summary>Runs one read-only statement, otherwise like <see cref="Query(string, CancellationToken)"/>.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="cancellationToken">Interrupts the query.</param>
    /// <exception cref="TableStoreException">
    /// <c>query_empty</c>, <c>query_several</c>, <c>query_not_read_only</c>, <c>query_syntax</c>, <c>table_not_found</c>,
    /// <c>query_invalid</c> for a name or a type that does not fit, <c>query_external_access</c> for one that needs a file or an
    /// extension, <c>query_failed</c>, or <c>rows_not_stored</c>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The query was cancelled, or the store is being disposed.</exception>
    public QueryResult QueryReadOnly(string sql, CancellationToken cancellationToken = default)
    {
        try
        {
            return Query(sql, readOnly: true, cancellationToken);
        }
        catch (TableStoreException e) when (e.Code == "table_not_found")
        {
            throw new TableStoreException(
                e.Code,
                $"{e.Message[(e.Code.Length + 2)..]} The tables are: {string.Join(", ", All.Select(table => table.Name))}.",
                e);
        }
    }

    /// <summary>Interrupts queries that run, and closes the rows.</summary>
    public void Dispose()
    {
        if (_rows is null || _isDisposed) return;
        WriteActivity();
        lock (_lock) _isDisposed = true;
        _rows.Dispose();
    }

    internal StoredTable? FindStored(TableName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_lock)
        {
            return _tables.GetValueOrDefault(name.ToString())
                ?? (_system is not null && SystemTables.Find(name) is { } system ? new StoredTable(system) : null);
        }
    }

    /// <summary>Commits rows in one transaction: all or none.</summary>
    /// <param name="table">The table as the stream knows it.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="position">What a persistent stream has reached with them, stored in the same transaction; or null.</param>
    /// <returns>False if the table has changed since then; nothing was stored.</returns>
    internal bool TryAppend(StoredTable table, IReadOnlyList<object?[]> rows, StreamPosition? position = null)
    {
        lock (_lock)
        {
            if (table.Changed.IsCompleted) return false;
            _rows?.Append(table.Table, rows, position);
            if (position is not null) _positions[position.StreamId] = position;
            return true;
        }
    }

    /// <summary>How far a persistent stream has come; null if there is no such stream.</summary>
    internal StreamPosition? FindPosition(string streamId)
    {
        lock (_lock) return _positions.GetValueOrDefault(streamId);
    }

    internal void SavePosition(StreamPosition position)
    {
        lock (_lock)
        {
            _rows?.SavePosition(position);
            _positions[position.StreamId] = position;
        }
    }

    internal void RemovePosition(string streamId)
    {
        lock (_lock)
        {
            _rows?.RemovePosition(streamId);
            _positions.Remove(streamId);
        }
    }

    // The streams of a table that is dropped or replaced go with it.
    private void RemovePositions(TableName table)
    {
        foreach (var position in _positions.Values.Where(position => position.Table == table).ToList())
            RemovePosition(position.StreamId);
    }

    private QueryResult Query(string sql, bool readOnly, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (_rows is null)
        {
            throw new TableStoreException(
                "rows_not_stored", "This Databricks keeps no rows (StoreRows is false), so there is nothing to query.");
        }
        if (_system is not null && SystemTables.AreIn(sql)) WriteActivity();
        List<TableName> names;
        lock (_lock) names = [.. _tables.Values.Select(stored => stored.Table).Where(HasRows).Select(table => table.Name)];
        // In the order of the search for a table's own name: a table of the user comes first.
        names = [.. names.OrderBy(name => name.SchemaName, StringComparer.Ordinal), .. AllOfSystem.Select(table => table.Name)];
        return _rows.Query(TableNameRewriter.Rewrite(sql, names), names, readOnly, cancellationToken);
    }

    /// <summary>Writes the rows of the system tables. They are for people: a full disk must not end a stream twice.</summary>
    private void WriteActivity()
    {
        try
        {
            lock (_lock)
            {
                if (!_isDisposed) _system?.Write();
            }
        }
        catch (TableStoreException)
        {
            // What was collected is lost.
        }
    }

    /// <exception cref="TableStoreException">It is a system table.</exception>
    private void RefuseSystem(TableName name)
    {
        // The catalog's schemas have what the file keeps about itself.
        var isOwn = name.Catalog.Equals("sqs_ingestor", StringComparison.OrdinalIgnoreCase);
        if (!isOwn && (_system is null || !SystemTables.Has(name))) return;
        throw new TableStoreException("table_read_only", $"{name} is a system table; it cannot be created, changed or dropped.");
    }

    /// <summary>Whether a table is in DuckDB. A view whose columns nobody knows is in the catalog alone.</summary>
    private static bool HasRows(CatalogTable table) => table.Columns.Count > 0;

    private string QuotedName(TableName name) => Find(name) is { } table
        ? $"{DuckDbTypes.Quote(table.Name.SchemaName)}.{DuckDbTypes.Quote(table.Name.Table)}"
        : throw new TableStoreException("table_not_found", $"There is no table {name}.");
}
