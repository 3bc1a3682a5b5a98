using System.IO.Compression;
using SqsIngestor.Cli.Package;

namespace SqsIngestor.Cli.Tests.Package;

public class ReproducibleZipTests
{
    [Fact]
    public void Create_SameFilesInAnotherOrder_GivesTheSameBytes()
    {
        var first =
            ReproducibleZip.Create(new Dictionary<string, byte[]> { ["b"] = [2], ["a/x"] = [1] }, ReproducibleZip.Readable);
        var second =
            ReproducibleZip.Create(new Dictionary<string, byte[]> { ["a/x"] = [1], ["b"] = [2] }, ReproducibleZip.Readable);

        Assert.Equal(first, second);
    }

    [Fact]
    public void Create_NameWithASlashAtItsEnd_IsAnEmptyFolder()
    {
        var bytes = ReproducibleZip.Create(
            new Dictionary<string, byte[]> { ["a/"] = [], ["b"] = [1] }, ReproducibleZip.Readable,
            CompressionLevel.NoCompression);

        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(["a/", "b"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(
            [Convert.ToInt32("40755", 8), Convert.ToInt32("100644", 8)],
            zip.Entries.Select(entry => entry.ExternalAttributes >> 16 & 0xffff));
    }

    [Fact]
    public void Create_Program_IsAnExecutableOfUnixWithAFixedTime()
    {
        var bytes =
            ReproducibleZip.Create(new Dictionary<string, byte[]> { ["bootstrap"] = [1, 2, 3] }, ReproducibleZip.Executable);

        using var zip = new ZipArchive(new MemoryStream(bytes));
        var entry = Assert.Single(zip.Entries);
        Assert.Equal("bootstrap", entry.FullName);
        Assert.Equal(Convert.ToInt32("100755", 8), entry.ExternalAttributes >> 16 & 0xffff);
        Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
        // The system that the attributes are of stands in the central directory: 3 is Unix.
        Assert.Equal(3, bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 5]);
    }
}
