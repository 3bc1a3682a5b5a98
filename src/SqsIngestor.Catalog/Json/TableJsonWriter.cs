using System.Text.Json;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Json;

internal static class TableJsonWriter
{
    public static void Write(Utf8JsonWriter writer, CatalogTable table)
    {
        writer.WriteStartObject();
        writer.WriteString("name", table.Name.Table);
        writer.WriteString("catalog_name", table.Name.Catalog);
        writer.WriteString("schema_name", table.Name.Schema);
        writer.WriteString("table_type", table.TableType);
        writer.WriteString("data_source_format", table.DataSourceFormat);
        if (table.SecurableKind is not null) writer.WriteString("securable_kind", table.SecurableKind);
        writer.WriteStartArray("columns");
        foreach (var column in table.Columns) WriteColumn(writer, column);
        writer.WriteEndArray();
        if (table.Comment is not null) writer.WriteString("comment", table.Comment);
        if (table.Properties.Count > 0)
        {
            writer.WriteStartObject("properties");
            foreach (var (key, value) in table.Properties) writer.WriteString(key, value);
            writer.WriteEndObject();
        }

        writer.WriteString("full_name", table.Name.ToString());
        writer.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter writer, Column column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("type_text", column.Type.ToTypeText());
        // The only member that has what fills a column.
        if (column.Fill is { } fill) writer.WriteString("type_json", TypeJsonWriter.Write(column, fill));
        writer.WriteString("type_name", TypeNames.Of(column.Type.Kind).Catalog);
        if (column.Type is DecimalType number)
        {
            writer.WriteNumber("type_precision", number.Precision);
            writer.WriteNumber("type_scale", number.Scale);
        }

        writer.WriteNumber("position", column.Position);
        if (column.PartitionIndex is { } index) writer.WriteNumber("partition_index", index);
        if (column.Comment is not null) writer.WriteString("comment", column.Comment);
        writer.WriteBoolean("nullable", column.Nullable);
        writer.WriteEndObject();
    }
}
