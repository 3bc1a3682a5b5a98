namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>Compressed data of another format than a step reads, by its first bytes.</summary>
internal static class CompressedFormats
{
    private static readonly (byte[] Start, string? Step, string Name)[] Rows =
    [
        ([0x1f, 0x8b], "gzip", "gzip"),
        ([0x28, 0xb5, 0x2f, 0xfd], "zstd", "zstd"),
        ([0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59], "snappy", "snappy"),
        ([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00], null,
            "snappy in the framing of snappy-java (xerial), which Kafka's clients write"),
        ([0x04, 0x22, 0x4d, 0x18], null, "lz4"),
        ([0x42, 0x5a, 0x68], null, "bzip2"),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], null, "xz"),
        ([0x50, 0x4b, 0x03, 0x04], null, "a zip file"),
    ];

    /// <summary>What the data is instead; null if it is not known, or if it is what the step reads but damaged.</summary>
    /// <param name="data">The data that the step cannot decompress.</param>
    /// <param name="step">The word of the step.</param>
    public static string? Problem(ReadOnlySpan<byte> data, string step)
    {
        foreach (var (start, reader, name) in Rows)
        {
            if (!data.StartsWith(start)) continue;
            if (reader == step) return null;
            return reader is null ? $"the data is {name}; no step reads it" : $"the data is {name}; use the step {reader}";
        }
        return null;
    }
}
