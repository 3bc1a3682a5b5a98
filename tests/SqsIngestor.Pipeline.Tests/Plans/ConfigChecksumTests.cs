using System.Security.Cryptography;
using System.Text;
using SqsIngestor.Pipeline.Plans;

namespace SqsIngestor.Pipeline.Tests.Plans;

public sealed class ConfigChecksumTests
{
    // Of sha256sum mappings/orders.yaml descriptors/orders.binpb descriptors/a.avsc | LC_ALL=C sort -k 2 | sha256sum, for files
    // with the texts m, d and s.
    private const string Expected = "7e915fee14687af47d514cb4cf24725a2abfd034d4ce67412bda7d3e474c9ffd";

    [Fact]
    public void Compute_MappingSetAndSchema_IsWhatAShellComputes() => Assert.Equal(Expected, Of("orders.binpb", "a.avsc"));

    [Fact]
    public void Compute_FilesInAnotherOrderOrTwice_IsTheSame() =>
        Assert.Equal(Expected, Of("a.avsc", "orders.binpb", "a.avsc"));

    [Fact]
    public void Compute_MappingAlone_IsTheHashOfItsLine()
    {
        var line = $"{Hash("m")}  mappings/orders.yaml\n";

        Assert.Equal(Hash(line), new ConfigChecksum("orders.yaml", "m"u8).Compute());
    }

    [Fact]
    public void Compute_OtherNameOrContents_IsAnother()
    {
        Assert.NotEqual(new ConfigChecksum("a.yaml", "m"u8).Compute(), new ConfigChecksum("b.yaml", "m"u8).Compute());
        Assert.NotEqual(new ConfigChecksum("a.yaml", "m"u8).Compute(), new ConfigChecksum("a.yaml", "n"u8).Compute());
    }

    private static string Of(params ReadOnlySpan<string> names)
    {
        var checksum = new ConfigChecksum("orders.yaml", "m"u8);
        foreach (var name in names) checksum.Add(name, name == "a.avsc" ? "s"u8 : "d"u8);
        return checksum.Compute();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
