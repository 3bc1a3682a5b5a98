using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>
/// Runs one read-only statement. Its first word must be the word of such a statement, and DuckDB runs it in a transaction that
/// refuses writes, so that <c>WITH … DELETE</c> and <c>EXPLAIN ANALYZE INSERT</c> fail too.
/// </summary>
internal static partial class ReadOnlyQuery
{
    private static readonly HashSet<string> Reading = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "WITH", "FROM", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "SUMMARIZE", "EXPLAIN", "PIVOT", "UNPIVOT",
    };

    /// <summary>
    /// A name of three parts is looked up as a DuckDB catalog first, unless it is the name of a table in the store.
    /// </summary>
    [GeneratedRegex("""Catalog Error: Table with name (?<table>.+?) does not exist!|Binder Error: Catalog "(?<catalog>.+?)" """)]
    private static partial Regex MissingTable();

    /// <param name="connection">A connection that the caller closes afterwards.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="cancellation">Ends the reading of the result. It does not interrupt DuckDB.</param>
    /// <exception cref="TableStoreException">The text is not one read-only statement, or DuckDB refuses it.</exception>
    /// <exception cref="OperationCanceledException">The query was cancelled while its result was read.</exception>
    public static QueryResult Run(DuckDBConnection connection, string sql, CancellationToken cancellation)
    {
        CheckSingle(connection, sql);
        if (!Reading.Contains(FirstWord(sql))) throw NotReadOnly();
        // Nothing ends the transaction but the end of the connection.
        QueryRunner.Run(connection, "BEGIN TRANSACTION READ ONLY", cancellation);
        try
        {
            return QueryRunner.Run(connection, sql, cancellation);
        }
        catch (TableStoreException e) when (e.Code == "query_failed")
        {
            throw Classify(e);
        }
    }

    private static void CheckSingle(DuckDBConnection connection, string sql)
    {
        var count = NativeMethods.ExtractStatements.DuckDBExtractStatements(connection.NativeConnection, sql, out var statements);
        using (statements)
        {
            // The marshalled text belongs to the statements, so read it before they are released.
            if (count == 0 && NativeMethods.ExtractStatements.DuckDBExtractStatementsError(statements) is { Length: > 0 } error)
            {
                throw new TableStoreException("query_syntax", error);
            }
        }

        if (count == 0) throw new TableStoreException("query_empty", "there is no statement.");
        if (count > 1) throw new TableStoreException("query_several", $"{count} statements were given; give one.");
    }

    private static string FirstWord(string sql)
    {
        var start = 0;
        while (start < sql.Length && !char.IsAsciiLetter(sql[start])) start += SqlGap.Length(sql, start);
        var end = start;
        while (end < sql.Length && char.IsAsciiLetter(sql[end])) end++;
        return sql[start..end];
    }

    private static TableStoreException Classify(TableStoreException e)
    {
        // DuckDB names the kind of an error in front of it.
        if (e.Message.Contains("Parser Error", StringComparison.Ordinal)) return With("query_syntax");
        if (MissingTable().Match(e.Message) is { Success: true } missing)
        {
            // DuckDB would suggest a table of its own.
            return new(
                "table_not_found",
                missing.Groups["table"] is { Success: true } table
                    ? $"there is no table '{table.Value}'."
                    : $"there is no such table in the catalog '{missing.Groups["catalog"].Value}'.",
                e);
        }

        if (e.Message.Contains("Binder Error", StringComparison.Ordinal)) return With("query_invalid");
        return e.Message.Contains("read-only mode", StringComparison.Ordinal) ? NotReadOnly() : e;

        TableStoreException With(string code) => new(code, e.Message[(e.Code.Length + 2)..], e);
    }

    private static TableStoreException NotReadOnly() =>
        new(
            "query_not_read_only",
            "only statements that read are allowed: SELECT, WITH … SELECT, FROM, VALUES, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN.");
}
