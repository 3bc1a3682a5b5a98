using System.IO.Compression;

namespace SqsIngestor.Cli.Package;

/// <summary>
/// Writes a zip whose bytes depend only on its files: entries in ordinal order, all with the same time. Terraform then deploys
/// only what has changed.
/// </summary>
internal static class ReproducibleZip
{
    /// <summary>The mode of a file of the layer: everyone can read it.</summary>
    public const int Readable = 0x81A4; // 0100644

    /// <summary>The mode of the program: everyone can run it.</summary>
    public const int Executable = 0x81ED; // 0100755

    // The earliest time in the zip format.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the zip.</summary>
    /// <param name="files">Contents by name.</param>
    /// <param name="mode">The Unix mode of every file.</param>
    public static byte[] Create(IReadOnlyDictionary<string, byte[]> files, int mode)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, contents) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = Time;
                entry.ExternalAttributes = mode << 16;
                using var stream = entry.Open();
                stream.Write(contents);
            }
        }
        return bytes.ToArray();
    }
}
