using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Compares the names that statements use with the columns of a table. Delta ignores case.</summary>
internal static class ColumnNames
{
    /// <summary>The index of the column with a name; -1 if there is none.</summary>
    public static int IndexOf(IReadOnlyList<Column> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    /// <summary>The problem that a name is not a column.</summary>
    public static SqlSyntaxException Missing(SqlTokenReader reader, SqlToken name, IReadOnlyList<Column> columns) =>
        reader.Fault(
            name, SqlErrors.UnexpectedText, "a column of the table",
            Nearest.Hint(name.Text, columns.Select(column => column.Name)));

    /// <summary>The problem that another column has the name.</summary>
    public static SqlSyntaxException Taken(SqlTokenReader reader, SqlToken name) =>
        reader.Fault(name, SqlErrors.DuplicateName, "a name that no other column has");
}
