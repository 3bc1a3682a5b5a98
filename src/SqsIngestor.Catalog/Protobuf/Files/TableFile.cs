using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>
/// The .proto file of a table, as a descriptor. Its comments contain the Delta types, which protobuf types cannot express.
/// </summary>
public static class TableFile
{
    /// <summary>Builds the file: one message, with the column comments above its fields and the Delta types after them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="fileName">The file's name, for example <c>orders.proto</c>.</param>
    /// <exception cref="NotSupportedException">Zerobus does not support a column; the message lists each with the type to declare
    /// instead.</exception>
    public static FileDescriptorProto Build(CatalogTable table, string fileName)
    {
        return Build(table, TableDescriptor.Build(table), fileName);
    }

    /// <summary>The file of a table's message.</summary>
    internal static FileDescriptorProto Build(CatalogTable table, DescriptorProto message, string fileName)
    {
        var info = new SourceCodeInfo();
        var root = ProtoFieldPaths.Message(0);
        Add(info, root, [table.Name.ToString(), .. CommentLines(table.Comment)], []);
        AddFields(info, root, message, [.. table.Columns.Select(TableDescriptor.Field)]);
        return new FileDescriptorProto { Name = fileName, Syntax = "proto2", MessageType = { message }, SourceCodeInfo = info };
    }

    private static void AddFields(
        SourceCodeInfo info, IReadOnlyList<int> path, DescriptorProto message, IReadOnlyList<StructField> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var type = TypeWithoutComments.Of(fields[i].Type).ToString();
            Add(info, path.Field(i), CommentLines(fields[i].Comment), [fields[i].Nullable ? type : $"{type} NOT NULL"]);
            if (Struct(fields[i].Type) is not { } structure) continue;
            var nested = NestedIndex(message, message.Field[i]);
            AddFields(info, path.Nested(nested), message.NestedType[nested], structure.Fields);
        }
    }

    private static void Add(SourceCodeInfo info, IReadOnlyList<int> path, string[] above, string[] behind)
    {
        var location = new SourceCodeInfo.Types.Location { Path = { path }, Span = { 0, 0, 0 } };
        if (above.Length > 0) location.LeadingComments = FileComments.Text(above);
        if (behind.Length > 0) location.TrailingComments = FileComments.Text(behind);
        info.Location.Add(location);
    }

    /// <summary>A zero byte would end the file for protoc.</summary>
    private static string[] CommentLines(string? comment) =>
        string.IsNullOrEmpty(comment)
            ? []
            : comment.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\0', ' ').Split('\n');

    private static StructType? Struct(DeltaType type) => type switch
    {
        StructType structure => structure,
        ArrayType array => array.Element as StructType,
        MapType map => map.Value as StructType,
        _ => null,
    };

    private static int NestedIndex(DescriptorProto message, FieldDescriptorProto field)
    {
        var index = Index(message, field.TypeName);
        return message.NestedType[index] is { Options.MapEntry: true } entry ? Index(message, entry.Field[1].TypeName) : index;
    }

    private static int Index(DescriptorProto message, string typeName)
    {
        var name = typeName[(typeName.LastIndexOf('.') + 1)..];
        return message.NestedType.TakeWhile(nested => nested.Name != name).Count();
    }
}
