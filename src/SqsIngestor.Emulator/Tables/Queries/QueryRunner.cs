using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SqsIngestor.Emulator.Tables.Vectors;

namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>Runs SQL on a connection and reads the whole result.</summary>
internal static class QueryRunner
{
    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statements.</param>
    /// <param name="cancellation">Ends the reading of the result. It does not interrupt DuckDB.</param>
    public static QueryResult Run(DuckDBConnection connection, string sql, CancellationToken cancellation = default)
    {
        var state = NativeMethods.Query.DuckDBQuery(connection.NativeConnection, sql, out var result);
        try
        {
            if (state != DuckDBState.Success)
            {
                throw Failed(NativeMethods.Query.DuckDBResultError(ref result));
            }

            var types = ReadTypes(ref result);
            try
            {
                return new QueryResult(ReadColumns(ref result, types), ReadRows(result, types, cancellation));
            }
            finally
            {
                foreach (var type in types) type.Dispose();
            }
        }
        finally
        {
            NativeMethods.Query.DuckDBDestroyResult(ref result);
        }
    }

    // DuckDB names the kind of an error in front of it.
    private static TableStoreException Failed(string error)
    {
        if (error.StartsWith("Permission Error", StringComparison.Ordinal))
        {
            return new TableStoreException(
                "query_external_access",
                "a query reads the tables of the local Databricks only: no files, no other databases, no extensions.");
        }

        return error.Contains("configuration has been locked", StringComparison.Ordinal)
            ? new TableStoreException("query_setting", "the settings of the local Databricks cannot be changed by a statement.")
            : new TableStoreException("query_failed", error);
    }

    private static DuckDBLogicalType[] ReadTypes(ref DuckDBResult result)
    {
        var types = new DuckDBLogicalType[NativeMethods.Query.DuckDBColumnCount(ref result)];
        for (var i = 0; i < types.Length; i++) types[i] = NativeMethods.Query.DuckDBColumnLogicalType(ref result, i);
        return types;
    }

    private static QueryColumn[] ReadColumns(ref DuckDBResult result, DuckDBLogicalType[] types)
    {
        var columns = new QueryColumn[types.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new QueryColumn(NativeMethods.Query.DuckDBColumnName(ref result, i), LogicalTypeText.Of(types[i]));
        }

        return columns;
    }

    private static List<IReadOnlyList<object?>> ReadRows(
        DuckDBResult result, DuckDBLogicalType[] types, CancellationToken cancellation)
    {
        var rows = new List<IReadOnlyList<object?>>();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var chunk = NativeMethods.Query.DuckDBFetchChunk(result);
            if (chunk.IsInvalid) return rows;
            var count = NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
            var readers = new VectorReader[types.Length];
            for (var i = 0; i < types.Length; i++)
            {
                readers[i] = VectorReaders.For(types[i], NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, i));
            }
            for (var row = 0UL; row < count; row++) rows.Add(Array.ConvertAll(readers, reader => reader.Read(row)));
        }
    }
}
