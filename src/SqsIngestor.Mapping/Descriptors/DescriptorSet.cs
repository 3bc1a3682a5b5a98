using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Descriptors;

/// <summary>
/// A linked FileDescriptorSet, as protoc and buf write it: with or without imports, in any file order.
/// </summary>
public sealed class DescriptorSet
{
    private readonly Dictionary<string, MessageDescriptor> _messages = [];

    private DescriptorSet(string path, IReadOnlyList<FileDescriptor> files, string lastFile)
    {
        Path = path;
        foreach (var file in files)
        {
            foreach (var message in file.MessageTypes) Add(message);
        }
        TopLevelMessages = [.. files.First(f => f.Name == lastFile).MessageTypes.Select(m => m.FullName)];
    }

    /// <summary>The path of the set, as the caller gave it.</summary>
    public string Path { get; }

    /// <summary>Full names of the top-level messages of the set's last file, which is the one that was compiled.</summary>
    public IReadOnlyList<string> TopLevelMessages { get; }

    /// <summary>Full names of all messages, nested ones included, without map entries.</summary>
    public IEnumerable<string> MessageNames => _messages.Keys;

    /// <summary>Links a set.</summary>
    /// <param name="bytes">The serialized FileDescriptorSet.</param>
    /// <param name="path">Its name in diagnostics.</param>
    /// <param name="diagnostics">Receives the problems, if the result is null.</param>
    public static DescriptorSet? Load(ReadOnlySpan<byte> bytes, string path, out IReadOnlyList<Diagnostic> diagnostics)
    {
        var bag = new DiagnosticBag(path);
        var set = Load(bytes, path, bag);
        diagnostics = bag.ToList();
        return set;
    }

    /// <summary>The messages of <see cref="MessageNames"/>.</summary>
    internal IEnumerable<MessageDescriptor> Messages => _messages.Values;

    /// <summary>The message of that full name, with or without a leading dot.</summary>
    internal MessageDescriptor? Find(string fullName) => _messages.GetValueOrDefault(fullName.TrimStart('.'));

    internal static DescriptorSet? Load(ReadOnlySpan<byte> bytes, string path, DiagnosticBag diagnostics)
    {
        FileDescriptorSet set;
        try
        {
            set = FileDescriptorSet.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            diagnostics.Add(
                DiagnosticCodes.NotADescriptorSet, TextPosition.File, "the bytes are not a protobuf FileDescriptorSet",
                "make it with protoc --include_imports --descriptor_set_out=FILE, or buf build -o FILE");
            return null;
        }
        if (set.File.Count == 0 || set.File.Any(f => f.Name.Length == 0))
        {
            diagnostics.Add(DiagnosticCodes.NotADescriptorSet, TextPosition.File,
                set.File.Count == 0
                    ? "the set contains no file"
                    : "a file of the set has no name; perhaps this is a single descriptor and not a set");
            return null;
        }
        if (FileOrder.Sort(set, diagnostics) is not { } ordered) return null;
        try
        {
            return new DescriptorSet(
                path, FileDescriptor.BuildFromByteStrings(ordered.Select(f => f.ToByteString()).ToArray()), set.File[^1].Name);
        }
        // For a set that no compiler made, the library throws any exception.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var reason = e is DescriptorValidationException ? e.Message : "the files contradict one another";
            diagnostics.Add(DiagnosticCodes.DescriptorInvalid, TextPosition.File, $"the set does not link: {reason}");
            return null;
        }
    }

    private void Add(MessageDescriptor message)
    {
        if (message.IsMapEntry) return;
        _messages[message.FullName] = message;
        foreach (var nested in message.NestedTypes) Add(nested);
    }
}
