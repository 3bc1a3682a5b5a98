using Google.Protobuf.Reflection;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>The messages of a descriptor set by full name. The set need not be complete.</summary>
internal sealed class MessageIndex
{
    private readonly Dictionary<string, IndexedMessage> _messages = new(StringComparer.Ordinal);

    public MessageIndex(FileDescriptorSet set)
    {
        foreach (var file in set.File)
        {
            var comments = new FileComments(file);
            for (var i = 0; i < file.MessageType.Count; i++)
            {
                Add(file, comments, file.MessageType[i], file.Package, ProtoFieldPaths.Message(i));
            }
        }
    }

    public IndexedMessage? Find(string fullName) => _messages.GetValueOrDefault(fullName.TrimStart('.'));

    private void Add(
        FileDescriptorProto file, FileComments comments, DescriptorProto message, string scope, IReadOnlyList<int> path)
    {
        var fullName = scope.Length == 0 ? message.Name : $"{scope}.{message.Name}";
        _messages.TryAdd(fullName, new IndexedMessage(file, comments, message, fullName, path));
        for (var i = 0; i < message.NestedType.Count; i++) Add(file, comments, message.NestedType[i], fullName, path.Nested(i));
    }
}

/// <summary>A message of a set, with its file.</summary>
internal sealed record IndexedMessage(
    FileDescriptorProto File, FileComments Comments, DescriptorProto Message, string FullName, IReadOnlyList<int> Path);
