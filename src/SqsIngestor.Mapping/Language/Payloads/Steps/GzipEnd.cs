using System.IO.Compression;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// A gzip member of our own that is put behind a payload. Only when the payload's last member is whole is this one read
/// as such, so its text at the end of the result proves that nothing is missing and nothing else follows.
/// </summary>
internal static class GzipEnd
{
    public static byte[] Text { get; } = "\u0000end of the gzip payload\u0000"u8.ToArray();

    public static byte[] Member { get; } = Compress();

    /// <summary>Takes the text off; false when it is not there.</summary>
    public static bool TryTakeOff(PayloadBuffer output)
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
