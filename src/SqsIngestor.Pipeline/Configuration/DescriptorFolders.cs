using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>Finds the descriptor sets that a mapping names.</summary>
/// <param name="paths">
/// The places of DESCRIPTOR_PATH, the stronger first: folders, there or not, or sets that take the place of the mapping's.
/// </param>
internal sealed class DescriptorFolders(IReadOnlyList<string> paths)
{
    /// <summary>Reads a set; one that is in none of the folders says where it was looked for.</summary>
    public DescriptorFile Read(string name)
    {
        var places = paths.Select(path => File.Exists(path) ? path : Path.Combine(path, name)).ToList();
        var found = places.FirstOrDefault(File.Exists);
        if (found is not null || places.Count == 1) return DescriptorFile.Read(found ?? places[0]);
        return new(places[0], null, $"it does not exist, and {places[1]} neither");
    }
}
