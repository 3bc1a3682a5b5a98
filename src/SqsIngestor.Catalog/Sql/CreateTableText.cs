using System.Text;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Writes the statement that creates a table. <see cref="CreateTableStatement"/> reads the same table back.</summary>
public static class CreateTableText
{
    /// <summary>
    /// Writes the statement, one line for each column, with a semicolon and a line end. It leaves a table of this name as it is,
    /// so that a script of several statements can run again.
    /// </summary>
    /// <param name="table">The table.</param>
    public static string Write(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder($"CREATE TABLE IF NOT EXISTS {FullName(table.Name)} (\n");
        text.AppendJoin(",\n", table.Columns.Select(column => $"  {Column(column)}")).Append("\n)");
        var partitions = table.Columns.Where(each => each.PartitionIndex is not null).OrderBy(each => each.PartitionIndex);
        var names = string.Join(", ", partitions.Select(column => SqlText.Name(column.Name)));
        if (names.Length > 0) text.Append($"\nPARTITIONED BY ({names})");
        if (table.Comment is not null) text.Append("\nCOMMENT ").Append(SqlText.Literal(table.Comment));
        if (table.Properties.Count > 0)
        {
            text.Append("\nTBLPROPERTIES (")
                .AppendJoin(", ", table.Properties.Select(p => $"{SqlText.Literal(p.Key)} = {SqlText.Literal(p.Value)}"))
                .Append(')');
        }

        return text.Append(";\n").ToString();
    }

    /// <summary>Writes a column as in CREATE TABLE and ADD COLUMN.</summary>
    public static string Column(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var text = $"{SqlText.Name(column.Name)} {column.Type}";
        if (!column.Nullable) text += " NOT NULL";
        if (column.Fill is not null) text += $" {column.Fill}";
        return column.Comment is null ? text : $"{text} COMMENT {SqlText.Literal(column.Comment)}";
    }

    /// <summary>Writes the full name, with backticks around the parts that need them.</summary>
    public static string FullName(TableName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"{SqlText.Name(name.Catalog)}.{SqlText.Name(name.Schema)}.{SqlText.Name(name.Table)}";
    }
}
