using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Protobuf;

/// <summary>Builds the descriptor that fits a table: one message, complete in itself.</summary>
public static class TableDescriptor
{
    /// <summary>Builds the descriptor of a table, with the names and numbers that Databricks' own generator gives.</summary>
    /// <param name="table">The table.</param>
    /// <returns>
    /// The message <c>table_&lt;name&gt;</c>, a field for each column in order: <c>optional</c> for nullable columns,
    /// <c>required</c> for NOT NULL ones, numbers from 1 without protobuf's own 19000 to 19999. A STRUCT is a nested message
    /// named after its field in Pascal case.
    /// </returns>
    /// <exception cref="NotSupportedException">Zerobus does not support a column; the message lists each with the type to declare
    /// instead.</exception>
    public static DescriptorProto Build(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var name = ProtoNames.Message(table.Name.Table);
        return Build(table, name, $".{name}");
    }

    /// <summary>Builds the message of a table under a given name.</summary>
    internal static DescriptorProto Build(CatalogTable table, string name, string fullName)
    {
        var unsupported = UnsupportedTypes.Find(table);
        if (unsupported.Count > 0)
        {
            throw new NotSupportedException(string.Join('\n', unsupported.Select(part => part.ToString())));
        }

        return new MessageBuilder(name, fullName).Build([.. table.Columns.Select(Field)]);
    }

    /// <summary>The column as the field of a STRUCT.</summary>
    internal static StructField Field(Column column) =>
        new(column.Name, column.Type) { Nullable = column.Nullable, Comment = column.Comment };

    /// <summary>The field number of the column at a place, from 0.</summary>
    internal static int FieldNumber(int index) => index + 1 < FieldNumbers.FirstReserved
        ? index + 1
        : index + 1 + FieldNumbers.LastReserved - FieldNumbers.FirstReserved + 1;
}
