using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Types;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using ProtobufType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Catalog.Protobuf;

/// <summary>Builds one message from the fields of a table or a STRUCT, and those nested in it.</summary>
internal sealed class MessageBuilder(string name, string fullName)
{
    private readonly DescriptorProto _message = new() { Name = name };
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public DescriptorProto Build(IReadOnlyList<StructField> fields)
    {
        // Fields and nested types share one scope, and protoc alone decides what the entries of maps are called.
        foreach (var field in fields)
        {
            _used.Add(field.Name);
            if (field.Type is MapType) _used.Add(ProtoNames.MapEntry(field.Name));
        }

        for (var i = 0; i < fields.Count; i++) _message.Field.Add(BuildField(fields[i], TableDescriptor.FieldNumber(i)));
        return _message;
    }

    private FieldDescriptorProto BuildField(StructField field, int number) => field.Type switch
    {
        MapType map => Named(field.Name, number, Label.Repeated, ProtobufType.Message, AddEntry(field.Name, map)),
        ArrayType array => BuildSingle(field.Name, number, Label.Repeated, array.Element, field.Name),
        _ => BuildSingle(field.Name, number, field.Nullable ? Label.Optional : Label.Required, field.Type, field.Name),
    };

    private FieldDescriptorProto BuildSingle(string fieldName, int number, Label label, DeltaType type, string typeHint)
    {
        var scalar = ProtobufTypes.Of(type.Kind) ?? throw new InvalidOperationException($"{type} was not refused.");
        return Named(fieldName, number, label, scalar, type is StructType structure ? AddMessage(typeHint, structure) : null);
    }

    private static FieldDescriptorProto Named(string fieldName, int number, Label label, ProtobufType type, string? typeName)
    {
        var field = new FieldDescriptorProto { Name = fieldName, Number = number, Label = label, Type = type };
        if (typeName is not null) field.TypeName = typeName;
        return field;
    }

    private string AddMessage(string fieldName, StructType structure)
    {
        // Without its underscores, a name can begin with a digit, or be empty.
        var pascal = ProtoNames.PascalCase(fieldName);
        var nested = Unused(ProtoNames.CanSpell(pascal) ? pascal : $"Struct{pascal}");
        _message.NestedType.Add(new MessageBuilder(nested, $"{fullName}.{nested}").Build(structure.Fields));
        return $"{fullName}.{nested}";
    }

    private string AddEntry(string fieldName, MapType map)
    {
        var nested = ProtoNames.MapEntry(fieldName);
        var entry = new DescriptorProto { Name = nested, Options = new MessageOptions { MapEntry = true } };
        entry.Field.Add(BuildSingle("key", 1, Label.Optional, map.Key, fieldName));
        // The value's message is next to the entry, because protobuf allows no nested types in an entry.
        entry.Field.Add(BuildSingle("value", 2, Label.Optional, map.Value, fieldName));
        _message.NestedType.Add(entry);
        return $"{fullName}.{nested}";
    }

    private string Unused(string wanted)
    {
        var candidate = wanted;
        for (var i = 2; !_used.Add(candidate); i++) candidate = $"{wanted}{i}";
        return candidate;
    }
}
