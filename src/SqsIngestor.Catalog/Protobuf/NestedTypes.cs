using Google.Protobuf.Reflection;

namespace SqsIngestor.Catalog.Protobuf;

/// <summary>
/// Finds the messages nested in a self-contained descriptor by <c>type_name</c>. A message-level descriptor does not contain its
/// package, so a name is matched by its longest end that is the path of a nested message.
/// </summary>
public sealed class NestedTypes
{
    private readonly Dictionary<string, DescriptorProto> _messages = new(StringComparer.Ordinal);
    private readonly DescriptorProto _root;

    /// <summary>Indexes everything nested in a message.</summary>
    /// <param name="root">The message.</param>
    public NestedTypes(DescriptorProto root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _root = root;
        Add(root, "");
    }

    /// <summary>The message that a field refers to, or null when it is not nested in the root.</summary>
    /// <param name="typeName">The field's <c>type_name</c>, with or without a leading point.</param>
    public DescriptorProto? FindMessage(string typeName)
    {
        ArgumentNullException.ThrowIfNull(typeName);
        var name = typeName.TrimStart('.');
        while (true)
        {
            if (_messages.TryGetValue(name, out var message)) return message;
            var point = name.IndexOf('.', StringComparison.Ordinal);
            if (point < 0) return LastPart(typeName) == _root.Name ? _root : null;
            name = name[(point + 1)..];
        }
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];

    private void Add(DescriptorProto message, string prefix)
    {
        foreach (var nested in message.NestedType)
        {
            if (_messages.TryAdd(prefix + nested.Name, nested)) Add(nested, $"{prefix}{nested.Name}.");
        }
    }
}
