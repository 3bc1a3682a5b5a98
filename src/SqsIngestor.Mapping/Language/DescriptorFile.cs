namespace SqsIngestor.Mapping.Language;

/// <summary>A descriptor set's file, or why it could not be read.</summary>
/// <param name="Path">As shown in diagnostics.</param>
/// <param name="Bytes">Its contents; null when it could not be read.</param>
/// <param name="Error">Why not.</param>
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
