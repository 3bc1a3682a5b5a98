using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Pipeline.Plans;

/// <summary>Finds the descriptor sets that a mapping names.</summary>
/// <param name="paths">
/// The possible places of DESCRIPTOR_PATH; the first overrides the second. Each is a folder, which need not exist, or a
/// descriptor set that replaces the one the mapping names.
/// </param>
internal sealed class DescriptorFolders(IReadOnlyList<string> paths)
{
    /// <summary>Reads a descriptor set. If no folder has it, the error names every place.</summary>
    public DescriptorFile Read(string name) => ReadFirst(path => File.Exists(path) ? path : Path.Combine(path, name));

    /// <summary>
    /// Reads another file that stands in the folders, or next to the descriptor set that a place is. If none has it, the error
    /// names every place.
    /// </summary>
    public DescriptorFile ReadBeside(string name) =>
        ReadFirst(path => Path.Combine(File.Exists(path) ? Path.GetDirectoryName(path)! : path, name));

    private DescriptorFile ReadFirst(Func<string, string> place)
    {
        var places = paths.Select(place).ToList();
        var found = places.FirstOrDefault(File.Exists);
        if (found is not null || places.Count == 1) return DescriptorFile.Read(found ?? places[0]);
        return new(places[0], null, $"it does not exist, and {places[1]} does not exist either");
    }
}
