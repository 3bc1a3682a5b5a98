using System.IO.Compression;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary><c>gzip</c> (RFC 1952), one or more members.</summary>
/// <param name="auto">A payload without gzip's first two bytes stays as it is.</param>
/// <param name="memory">What a message may take.</param>
/// <param name="maxBytes">The most bytes that the result may have.</param>
internal sealed class GzipDecoder(bool auto, WorkMemory memory, int maxBytes) : CompressionDecoder(memory)
{
    // RFC 1952, section 2.3: a header of 10 bytes, at least 2 of data, a trailer of 8.
    private const int ShortestGzip = 20;

    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        if (auto && !payload.Written.StartsWith<byte>([0x1f, 0x8b])) return RecordErrorCode.None;
        if (payload.Length < ShortestGzip) return RecordErrorCode.Compression;
        using var input = new CompressedInput(payload, GzipEnd.Member);
        var code = Decompress(new GZipStream(input, CompressionMode.Decompress, leaveOpen: true), maxBytes + GzipEnd.Text.Length);
        if (code != RecordErrorCode.None) return code;
        if (!GzipEnd.TryRemove(Output)) return RecordErrorCode.Compression;
        payload = Output;
        return RecordErrorCode.None;
    }
}

/// <summary>
/// A gzip member of our own that follows every payload. The library reads it as a member only if the payload's last
/// member is complete, so its text at the end of the result proves that nothing is missing and nothing else follows.
/// </summary>
internal static class GzipEnd
{
    public static byte[] Text { get; } = "\u0000end of the gzip payload\u0000"u8.ToArray();

    public static byte[] Member { get; } = Compress();

    /// <summary>Removes the text from the end; false if it is not there.</summary>
    public static bool TryRemove(PayloadBuffer output)
    {
        if (!output.Written.EndsWith(Text)) return false;
        output.Length -= Text.Length;
        return true;
    }

    private static byte[] Compress()
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.NoCompression, leaveOpen: true)) gzip.Write(Text);
        return target.ToArray();
    }
}
