using System.Text;
using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Tables.Queries;

/// <summary>
/// Supports <c>catalog.schema.table</c> in SQL, as in Databricks. DuckDB reserves some catalog names (<c>main</c> is one), so a
/// table lies in a schema called <c>catalog.schema</c>; this replaces the names of known tables, and no others.
/// </summary>
internal static class TableNameRewriter
{
    public static string Rewrite(string sql, IReadOnlyCollection<TableName> tables)
    {
        var text = new StringBuilder(sql.Length + 16);
        var position = 0;
        while (position < sql.Length)
        {
            var names = QualifiedName.Read(sql, position);
            if (names is null)
            {
                var length = SqlGap.Length(sql, position);
                text.Append(sql, position, length);
                position += length;
                continue;
            }

            if (Match(names.Parts, tables) is { } match)
            {
                text.Append(DuckDbTypes.Quote(match.Table.SchemaName)).Append('.').Append(DuckDbTypes.Quote(match.Table.Table));
                position = names.Ends[match.Used - 1];
            }
            else
            {
                text.Append(sql, position, names.Ends[^1] - position);
                position = names.Ends[^1];
            }
        }

        return text.ToString();
    }

    private static (TableName Table, int Used)? Match(IReadOnlyList<string> parts, IReadOnlyCollection<TableName> tables)
    {
        if (parts.Count >= 3)
        {
            var full = tables.FirstOrDefault(
                table => Same(table.Catalog, parts[0]) && Same(table.Schema, parts[1]) && Same(table.Table, parts[2]));
            if (full is not null) return (full, 3);
        }

        if (parts.Count < 2) return null;
        var bySchema = tables.Where(table => Same(table.Schema, parts[0]) && Same(table.Table, parts[1])).Take(2).ToList();
        return bySchema is [var only] ? (only, 2) : null;
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
