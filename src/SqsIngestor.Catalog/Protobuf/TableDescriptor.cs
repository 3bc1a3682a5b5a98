using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Protobuf;

/// <summary>Builds the descriptor that fits a table: one message, complete in itself.</summary>
public static class TableDescriptor
{
    /// <summary>Builds the descriptor of a table.</summary>
    /// <param name="table">The table.</param>
    /// <returns>
    /// The message <c>table_&lt;name&gt;</c>, a field for each column in order: <c>optional</c> for nullable columns,
    /// <c>required</c> for NOT NULL ones, numbers from 1 without protobuf's own 19000 to 19999.
    /// </returns>
    /// <exception cref="NotSupportedException">Protobuf can't carry a column; the message names each and the rewrite.</exception>
    public static DescriptorProto Build(CatalogTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var obstacles = table.Columns.SelectMany(Obstacles.Find).ToList();
        if (obstacles.Count > 0)
        {
            throw new NotSupportedException(string.Join("\n", obstacles.Select(o => $"{o.Path}: {o.Reason}. Use {o.Rewrite}.")));
        }

        var fields = table.Columns.Select(column => new StructField(column.Name, column.Type) { Nullable = column.Nullable }).ToList();
        var name = $"table_{table.Name.Table}";
        return new MessageBuilder(name, $".{name}").Build(fields);
    }

    /// <summary>The field number of the column at a place, from 0.</summary>
    internal static int FieldNumber(int index) => index + 1 < 19_000 ? index + 1 : index + 1 + 1_000;
}
