using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>The comments of a .proto file, by the path of their declaration (descriptor.proto, SourceCodeInfo).</summary>
internal sealed class FileComments
{
    private readonly Dictionary<string, SourceCodeInfo.Types.Location> _locations = new(StringComparer.Ordinal);

    public FileComments(FileDescriptorProto file)
    {
        foreach (var location in file.SourceCodeInfo?.Location ?? []) _locations.TryAdd(Key(location.Path), location);
    }

    /// <summary>The lines above a declaration, without the slashes and the space after them; empty for none.</summary>
    public IReadOnlyList<string> Above(IReadOnlyList<int> path) =>
        Lines(_locations.GetValueOrDefault(Key(path))?.LeadingComments);

    /// <summary>The lines that end or follow a declaration.</summary>
    public IReadOnlyList<string> Behind(IReadOnlyList<int> path) =>
        Lines(_locations.GetValueOrDefault(Key(path))?.TrailingComments);

    /// <summary>Comments that stand apart above a declaration.</summary>
    public IEnumerable<IReadOnlyList<string>> Detached(IReadOnlyList<int> path) =>
        _locations.GetValueOrDefault(Key(path))?.LeadingDetachedComments.Select(Lines) ?? [];

    /// <summary>Drops the places of everything that has no comment: most of what protoc writes.</summary>
    public static void KeepCommented(FileDescriptorProto file)
    {
        if (file.SourceCodeInfo is not { } info) return;
        var kept = info.Location.Where(l => l.HasLeadingComments || l.HasTrailingComments || l.LeadingDetachedComments.Count > 0)
            .ToList();
        file.SourceCodeInfo = kept.Count == 0 ? null : new SourceCodeInfo { Location = { kept } };
    }

    /// <summary>Lines as the text of a comment, which starts after the slashes.</summary>
    public static string Text(IEnumerable<string> lines) =>
        string.Concat(lines.Select(line => line.Length == 0 ? "\n" : $" {line}\n"));

    private static IReadOnlyList<string> Lines(string? text)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var lines = (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
        return [.. lines.Select(line => line.StartsWith(' ') ? line[1..] : line)];
    }

    private static string Key(IReadOnlyList<int> path) => string.Join(',', path);

    private static string Key(RepeatedField<int> path) => string.Join(',', path);
}
