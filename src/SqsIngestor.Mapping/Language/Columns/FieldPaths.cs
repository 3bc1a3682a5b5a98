using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>
/// The names of the fields below a column, as errors give them: a STRUCT and the elements of an ARRAY add the name of a field, a
/// MAP adds <c>key</c> or <c>value</c>.
/// </summary>
internal static class FieldPaths
{
    /// <summary>The field with a name below a message; null if there is none.</summary>
    public static FieldDescriptor? Resolve(MessageDescriptor message, string name)
    {
        FieldDescriptor? field = null;
        foreach (var step in name.Split('.'))
        {
            var around = field is null ? message : MessageOf(field);
            if ((field = around?.FindFieldByName(step)) is null) return null;
        }
        return field;
    }

    /// <summary>The names of the fields that can follow the name of a field; empty for a single value.</summary>
    public static IEnumerable<string> Below(FieldDescriptor field) =>
        MessageOf(field)?.Fields.InDeclarationOrder().Select(f => f.Name) ?? [];

    // The message of a MAP is that of its entries, whose fields are called key and value.
    private static MessageDescriptor? MessageOf(FieldDescriptor field) =>
        field.FieldType is FieldType.Message or FieldType.Group ? field.MessageType : null;
}
