using System.Text;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Writes the statement that creates a table, so that <see cref="CreateTableStatement"/> reads the same table back.</summary>
public static class CreateTableText
{
    /// <summary>The statement, a line for each column, with its semicolon and a line end.</summary>
    /// <param name="table">The table.</param>
    public static string Write(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder($"CREATE TABLE {FullName(table.Name)} (\n");
        text.AppendJoin(",\n", table.Columns.Select(column => $"  {Column(column)}")).Append("\n)");
        if (table.Comment is not null) text.Append("\nCOMMENT ").Append(SqlText.Literal(table.Comment));
        if (table.Properties.Count > 0)
        {
            text.Append("\nTBLPROPERTIES (").AppendJoin(", ", table.Properties.Select(p => $"{SqlText.Literal(p.Key)} = {SqlText.Literal(p.Value)}")).Append(')');
        }

        return text.Append(";\n").ToString();
    }

    /// <summary>A column as CREATE TABLE and ADD COLUMN have it.</summary>
    public static string Column(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var text = $"{SqlText.Name(column.Name)} {column.Type}";
        if (!column.Nullable) text += " NOT NULL";
        return column.Comment is null ? text : $"{text} COMMENT {SqlText.Literal(column.Comment)}";
    }

    /// <summary>The full name, its parts in back quotes where they need them.</summary>
    public static string FullName(TableName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"{SqlText.Name(name.Catalog)}.{SqlText.Name(name.Schema)}.{SqlText.Name(name.Table)}";
    }
}
