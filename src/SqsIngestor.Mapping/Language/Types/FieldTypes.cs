using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Language.Types;

/// <summary>The types of the fields of a table's message, nested fields and those of the entries of maps included.</summary>
internal sealed class FieldTypes
{
    private readonly Dictionary<FieldDescriptor, ColumnType?> _types = [];

    /// <summary>Nothing is known.</summary>
    public static FieldTypes None { get; } = new();

    /// <summary>The types of a message and of everything below it.</summary>
    /// <param name="message">The message of the table.</param>
    /// <param name="columns">The columns of the table, by name.</param>
    public static FieldTypes Of(MessageDescriptor message, IReadOnlyDictionary<string, ColumnType> columns)
    {
        var types = new FieldTypes();
        types.Add(message, columns);
        return types;
    }

    /// <summary>The type of a field; null for nothing beyond its protobuf type.</summary>
    public ColumnType? Of(FieldDescriptor field) => _types.GetValueOrDefault(field);

    /// <summary>Whether a row needs a value of a field: it is required, or an ARRAY or MAP that is NOT NULL.</summary>
    public bool IsRequired(FieldDescriptor field) => field.IsRequired || (field.IsRepeated && Of(field) is { NotNull: true });

    private void Add(MessageDescriptor message, IReadOnlyDictionary<string, ColumnType> columns)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (columns.TryGetValue(field.Name, out var type)) Add(field, type);
        }
    }

    private void Add(FieldDescriptor field, ColumnType type)
    {
        Set(field, type);
        if (field.IsMap)
        {
            if (type.Key is { } key) Set(field.MessageType.FindFieldByNumber(1), key);
            field = field.MessageType.FindFieldByNumber(2);
            Set(field, type);
        }
        if (field.FieldType is FieldType.Message or FieldType.Group) Add(field.MessageType, type.Fields);
    }

    /// <summary>A message may stand for several STRUCTs. What they do not agree on, nobody checks.</summary>
    private void Set(FieldDescriptor field, ColumnType type)
    {
        if (!_types.TryAdd(field, type) && _types[field] is { } other && (other.As != type.As || other.Limit != type.Limit))
            _types[field] = null;
    }
}
