using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Appends decoded rows to one table, chunk by chunk, in the connection's transaction.</summary>
internal sealed class ChunkAppender : IDisposable
{
    private const int RowsPerChunk = 2048;

    private readonly CatalogTable _table;
    private readonly DuckDB.NET.Native.DuckDBAppender _appender;
    private readonly DuckDBLogicalType[] _types;

    public ChunkAppender(DuckDBConnection connection, CatalogTable table)
    {
        _table = table;
        var state = NativeMethods.Appender.DuckDBAppenderCreateExt(
            connection.NativeConnection, null, table.Name.SchemaName, table.Name.Table, out _appender);
        Check(state);
        _types = new DuckDBLogicalType[table.Columns.Count];
        for (var i = 0; i < _types.Length; i++) _types[i] = NativeMethods.Appender.DuckDBAppenderColumnType(_appender, (ulong)i);
    }

    /// <summary>Appends rows; each holds one value for each column of the table, in order.</summary>
    public void Append(IReadOnlyList<object?[]> rows)
    {
        for (var start = 0; start < rows.Count; start += RowsPerChunk)
        {
            AppendChunk(rows, start, Math.Min(RowsPerChunk, rows.Count - start));
        }

        Check(NativeMethods.Appender.DuckDBAppenderClose(_appender));
    }

    public void Dispose()
    {
        foreach (var type in _types) type.Dispose();
        _appender.Dispose();
    }

    private void AppendChunk(IReadOnlyList<object?[]> rows, int start, int count)
    {
        var handles = Array.ConvertAll(_types, type => type.DangerousGetHandle());
        using var chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(handles, (ulong)handles.Length);
        for (var column = 0; column < handles.Length; column++)
        {
            var writer =
                VectorWriters.For(_table.Columns[column].Type, NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column));
            for (var row = 0; row < count; row++) writer.Write((ulong)row, rows[start + row][column]);
        }

        NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)count);
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, chunk));
    }

    private void Check(DuckDBState state)
    {
        if (state == DuckDBState.Success) return;
        using var error = NativeMethods.Appender.DuckDBAppenderErrorData(_appender);
        throw new TableStoreException("table_append_failed", NativeMethods.ErrorData.DuckDBErrorDataMessage(error));
    }
}
