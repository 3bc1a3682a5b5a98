using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>Descriptor sets as bytes.</summary>
public static class ProtoSet
{
    /// <summary>Reads a set.</summary>
    /// <param name="bytes">The serialized FileDescriptorSet.</param>
    /// <returns>Null if the bytes are not a set, or the set has no file.</returns>
    public static FileDescriptorSet? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var set = FileDescriptorSet.Parser.ParseFrom(bytes);
            return set.File.Count > 0 && set.File.All(file => file.Name.Length > 0) ? set : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>
    /// The bytes of a set with the comments that its own files have, which carry the Delta types, and without the places of
    /// everything else: most of what a compiler writes, and nothing that a function should load.
    /// </summary>
    /// <param name="set">The set; it is changed.</param>
    public static byte[] Write(FileDescriptorSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        foreach (var file in set.File)
        {
            if (file.Name.StartsWith("google/protobuf/", StringComparison.Ordinal)) file.SourceCodeInfo = null;
            else FileComments.KeepCommented(file);
        }

        return set.ToByteArray();
    }

    /// <summary>The full names of the top-level messages of the set's last file, which is the one that was compiled.</summary>
    public static IReadOnlyList<string> TopLevelMessages(FileDescriptorSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var file = set.File[^1];
        return [
            .. file.MessageType.Select(message => file.Package.Length == 0 ? message.Name : $"{file.Package}.{message.Name}")];
    }
}
