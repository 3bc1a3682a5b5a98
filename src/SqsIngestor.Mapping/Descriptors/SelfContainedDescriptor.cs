using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Descriptors;

/// <summary>
/// Makes the one DescriptorProto that a Zerobus stream is opened with. Imports cannot be expressed in it, so every
/// message and enum that the table's message refers to is nested inside it, and <c>type_name</c>s are rewritten to match.
/// </summary>
internal sealed class SelfContainedDescriptor
{
    private readonly MessageDescriptor _root;
    private readonly DescriptorProto _result;
    private readonly Dictionary<string, string> _names = [];
    private readonly HashSet<string> _taken = [];
    private readonly Queue<MessageDescriptor> _pending = [];

    private SelfContainedDescriptor(MessageDescriptor root)
    {
        _root = root;
        _result = new DescriptorProto { Name = root.Name };
    }

    /// <summary>The serialized DescriptorProto of the message, complete in itself.</summary>
    public static byte[] Build(MessageDescriptor root) => BuildProto(root).ToByteArray();

    /// <inheritdoc cref="Build"/>
    public static DescriptorProto BuildProto(MessageDescriptor root)
    {
        var builder = new SelfContainedDescriptor(root);
        builder._names[root.FullName] = root.Name;
        builder.Fill(builder._result, root);
        while (builder._pending.TryDequeue(out var message))
        {
            var nested = new DescriptorProto { Name = builder._names[message.FullName] };
            builder._result.NestedType.Add(nested);
            builder.Fill(nested, message);
        }
        return builder._result;
    }

    private void Fill(DescriptorProto target, MessageDescriptor source)
    {
        // A copy, which can be changed.
        var proto = source.ToProto();
        foreach (var oneof in proto.OneofDecl) target.OneofDecl.Add(new OneofDescriptorProto { Name = oneof.Name });
        foreach (var (field, fieldProto) in source.Fields.InDeclarationOrder().Zip(proto.Field))
        {
            Rewrite(target, field, fieldProto);
            target.Field.Add(fieldProto);
        }
    }

    private void Rewrite(DescriptorProto owner, FieldDescriptor field, FieldDescriptorProto proto)
    {
        // A single message does not contain the syntax or edition of its file, so the options that follow from it
        // are written out.
        proto.Options = WireTags.IsPackable(field) ? new FieldOptions { Packed = field.IsPacked } : null;
        if (field.IsRequired) proto.Label = FieldDescriptorProto.Types.Label.Required;
        if (field.FieldType == FieldType.Group) proto.Type = FieldDescriptorProto.Types.Type.Group;
        if (field.FieldType is FieldType.Message or FieldType.Group)
        {
            proto.TypeName = field.IsMap ? AddMapEntry(owner, field.MessageType) : TypeName(field.MessageType);
        }
        else if (field.FieldType == FieldType.Enum)
        {
            proto.TypeName = TypeName(field.EnumType);
        }
    }

    /// <summary>The entry of a map stays inside the message that has the map.</summary>
    private string AddMapEntry(DescriptorProto owner, MessageDescriptor entry)
    {
        var nested = new DescriptorProto { Name = entry.Name, Options = new MessageOptions { MapEntry = true } };
        owner.NestedType.Add(nested);
        Fill(nested, entry);
        return ReferenceEquals(owner, _result) ? $".{_root.Name}.{entry.Name}" : $".{_root.Name}.{owner.Name}.{entry.Name}";
    }

    private string TypeName(MessageDescriptor message)
    {
        if (_names.TryGetValue(message.FullName, out var known)) return message == _root ? $".{known}" : $".{_root.Name}.{known}";
        _pending.Enqueue(message);
        return $".{_root.Name}.{Reserve(message.FullName, message.Name)}";
    }

    private string TypeName(EnumDescriptor type)
    {
        if (_names.TryGetValue(type.FullName, out var known)) return $".{_root.Name}.{known}";
        var name = Reserve(type.FullName, type.Name);
        var proto = new EnumDescriptorProto { Name = name };
        foreach (var value in type.Values)
        {
            proto.Value.Add(new EnumValueDescriptorProto { Name = value.Name, Number = value.Number });
        }
        if (type.ToProto().Options?.AllowAlias == true) proto.Options = new EnumOptions { AllowAlias = true };
        _result.EnumType.Add(proto);
        return $".{_root.Name}.{name}";
    }

    /// <summary>The short name if it is free; otherwise the full name with its dots as underscores.</summary>
    private string Reserve(string fullName, string shortName)
    {
        var name = IsFree(shortName) ? shortName : fullName.Replace('.', '_');
        while (!IsFree(name)) name += "_";
        _taken.Add(name);
        return _names[fullName] = name;
    }

    /// <summary>Nested types share one scope with the root's fields, oneofs and map entries.</summary>
    private bool IsFree(string name) =>
        !_taken.Contains(name) && name != _root.Name && _root.Fields.InDeclarationOrder().All(f => f.Name != name)
        && _root.Oneofs.All(o => o.Name != name) && _root.NestedTypes.All(n => !n.IsMapEntry || n.Name != name);
}
