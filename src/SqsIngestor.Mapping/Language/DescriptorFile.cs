namespace SqsIngestor.Mapping.Language;

/// <summary>The file of a descriptor set, or the reason why it could not be read.</summary>
/// <param name="Path">The path, as shown in diagnostics.</param>
/// <param name="Bytes">Its contents; null if it could not be read.</param>
/// <param name="Error">The reason; null for none.</param>
public readonly record struct DescriptorFile(string Path, byte[]? Bytes, string? Error = null)
{
    /// <summary>Reads a file.</summary>
    public static DescriptorFile Read(string path)
    {
        try
        {
            return new(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new(path, null, e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message);
        }
    }
}
