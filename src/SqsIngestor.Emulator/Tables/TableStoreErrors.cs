using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Tables;

/// <summary>The catalog of <see cref="TableStoreException.Code"/>, for the reference page.</summary>
internal static class TableStoreErrors
{
    /// <summary>By code.</summary>
    public static IReadOnlyList<ErrorDescription> All { get; } =
    [
        new("column_exists", "The table has a column of this name already.", "Choose another name."),
        new(
            "column_not_null", "A NOT NULL column cannot be added: the rows of the table have no value for it.",
            "Add the column without NOT NULL."),
        new("column_unsupported", "The local tables cannot store the type of a column.", "Change the type of the column."),
        new(
            "database_not_opened", "The file cannot be opened as a DuckDB database.",
            "Close the program that has the file open, or use another file."),
        new(
            "map_key_null", "A map in the result of a query has a NULL key.",
            "Leave the key out, or replace it with another value."),
        new("query_empty", "The query has no statement.", "Write one statement."),
        new(
            "query_external_access", "The query needs a file, another database, the network or an extension.",
            "Query the tables of the local Databricks alone."),
        new("query_failed", "DuckDB failed to run the query.", "Correct the query as the message says."),
        new("query_invalid", "The query names something that does not exist, or mixes types.", "Correct the name or the type."),
        new(
            "query_not_read_only", "Only a read-only statement is allowed.",
            "Write SELECT, WITH … SELECT, FROM, VALUES, SHOW, DESCRIBE, SUMMARIZE or EXPLAIN."),
        new("query_setting", "The query changes a setting.", "Remove the statement; the settings are fixed."),
        new("query_several", "The query has several statements.", "Write one statement."),
        new("query_syntax", "The query is not SQL that DuckDB reads.", "Correct it at the place of the message."),
        new(
            "query_type_unsupported", "A column of the result has a type that cannot be shown.",
            "Cast it, for example to VARCHAR."),
        new("rows_not_stored", "The server stores no rows.", "Start it without --no-store."),
        new("table_append_failed", "DuckDB failed to store rows.", "Correct what the message says, for example a full disk."),
        new("table_exists", "The table exists already.", "Drop it, or write CREATE OR REPLACE."),
        new("table_not_found", "The table does not exist.", "Use one of the names that the message lists."),
        new(
            "table_read_only", "The table is a system table, which only the server writes.",
            "Use another name, or another catalog than system."),
        new("table_without_columns", "The table has no columns.", "Add a column to the statement."),
    ];
}
