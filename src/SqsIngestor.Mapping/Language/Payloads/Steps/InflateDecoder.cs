using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary><c>zlib</c> (RFC 1950) and <c>deflate</c> (RFC 1951).</summary>
/// <param name="open">Makes the stream that decompresses; it leaves its input open.</param>
/// <param name="memory">What a message may take.</param>
/// <param name="maxBytes">The most bytes that the result may have.</param>
/// <param name="allowsRest">Bytes after the end of the compressed data are skipped; otherwise they are an error.</param>
internal sealed class InflateDecoder(Func<Stream, Stream> open, WorkMemory memory, int maxBytes, bool allowsRest = false)
    : CompressionDecoder(memory)
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        using var input = new CompressedInput(payload, []);
        var code = Decompress(open(input), maxBytes);
        if (code != RecordErrorCode.None) return code;
        if (allowsRest ? input.IsOverrun : !input.IsUsedUpExactly) return RecordErrorCode.Compression;
        payload = Output;
        return RecordErrorCode.None;
    }
}
