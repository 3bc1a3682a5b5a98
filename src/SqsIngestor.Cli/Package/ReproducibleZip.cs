using System.Buffers.Binary;
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

    private const int Folder = 0x41ED; // 040755

    private const byte Unix = 3;

    // The earliest time in the zip format.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the zip.</summary>
    /// <param name="files">Contents by name. A name that ends with a slash is that of an empty folder.</param>
    /// <param name="mode">The Unix mode of every file.</param>
    /// <param name="compression">How small the files become. Uncompressed, the bytes are the same on every machine.</param>
    public static byte[] Create(
        IReadOnlyDictionary<string, byte[]> files, int mode, CompressionLevel compression = CompressionLevel.SmallestSize)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, contents) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, compression);
                entry.LastWriteTime = Time;
                entry.ExternalAttributes = (name.EndsWith('/') ? Folder : mode) << 16;
                using var stream = entry.Open();
                stream.Write(contents);
            }
        }
        var result = bytes.ToArray();
        MarkAsUnix(result, files.Count);
        return result;
    }

    /// <summary>
    /// Says in the central directory that the attributes are those of Unix. On Windows, .NET says that they are not, and Lambda
    /// would not run the program.
    /// </summary>
    private static void MarkAsUnix(Span<byte> zip, int entries)
    {
        // The archive has no comment, so its last record has a known length.
        var end = zip[^22..];
        var header = zip[(int)BinaryPrimitives.ReadUInt32LittleEndian(end[16..])..];
        for (var entry = 0; entry < entries; entry++)
        {
            header[5] = Unix;
            var (name, extra, comment) = (
                BinaryPrimitives.ReadUInt16LittleEndian(header[28..]), BinaryPrimitives.ReadUInt16LittleEndian(header[30..]),
                BinaryPrimitives.ReadUInt16LittleEndian(header[32..]));
            header = header[(46 + name + extra + comment)..];
        }
    }
}
