using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Writes the comments with Delta types into a file, where protoc keeps those after a field.</summary>
internal static class TypeComments
{
    /// <param name="file">The file, whose only message is the table's.</param>
    /// <param name="fields">The fields of this message.</param>
    public static void Write(FileDescriptorProto file, IReadOnlyList<FieldModel> fields)
    {
        var info = new SourceCodeInfo();
        Write(info, file.MessageType[0], fields, [4, 0]);
        if (info.Location.Count > 0) file.SourceCodeInfo = info;
    }

    private static void Write(SourceCodeInfo info, DescriptorProto message, IReadOnlyList<FieldModel> fields, int[] path)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            if (field.HasComment)
            {
                var end = (field.Number % 3) switch { 0 => ", as the owner says", 1 => ". Since 2024", _ => "" };
                info.Location.Add(new SourceCodeInfo.Types.Location
                {
                    Path = { path.Concat([2, i]) },
                    TrailingComments = $" {Text(field)}{(field.NeedsValue ? " NOT NULL" : "")}{end}\n",
                });
            }
            if (field.Kind != FieldKind.Struct) continue;
            var nested = message.NestedType.Select((m, at) => (m, at)).First(n => n.m.Name == $"S{field.Number}").at;
            Write(info, message.NestedType[nested], field.Fields, [.. path, 3, nested]);
        }
    }

    private static string Text(FieldModel field)
    {
        var single = field.Kind != FieldKind.Struct ? field.Type
            : $"STRUCT<{string.Join(", ", field.Fields.Select(f => $"{f.Name}: {Text(f)}{(f.NeedsValue ? " NOT NULL" : "")}"))}>";
        return field.IsList ? $"ARRAY<{single}>" : field.IsMap ? $"MAP<{field.KeyType}, {single}>" : single;
    }
}
