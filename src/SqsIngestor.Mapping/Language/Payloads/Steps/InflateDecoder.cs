using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// Decompresses with a stream of the library, which is made anew for each payload. Stops at the limit, so a
/// decompression bomb costs no more than the limit.
/// </summary>
internal abstract class CompressionDecoder : PayloadDecoder
{
    /// <summary>Reads all of a stream into the output.</summary>
    /// <param name="stream">Closed at the end.</param>
    /// <param name="limit">The most bytes to read.</param>
    protected RecordErrorCode Decompress(Stream stream, int limit)
    {
        Output.Length = 0;
        using (stream)
        {
            try
            {
                while (true)
                {
                    var room = Output.Reserve(1);
                    var read = stream.Read(room[..Math.Min(room.Length, limit + 1 - Output.Length)]);
                    if (read == 0) return RecordErrorCode.None;
                    Output.Length += read;
                    if (Output.Length > limit) return RecordErrorCode.BodySize;
                }
            }
            // The library throws these for another format, and for a stream that needs a dictionary.
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                return RecordErrorCode.Compression;
            }
        }
    }
}

/// <summary><c>zlib</c> (RFC 1950) and <c>deflate</c> (RFC 1951).</summary>
/// <param name="open">Makes the stream that decompresses; it leaves its input open.</param>
/// <param name="maxBytes">The most bytes that the result may have.</param>
internal sealed class InflateDecoder(Func<Stream, Stream> open, int maxBytes) : CompressionDecoder
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        using var input = new CompressedInput(payload, []);
        var code = Decompress(open(input), maxBytes);
        if (code != RecordErrorCode.None) return code;
        if (!input.IsUsedUpExactly) return RecordErrorCode.Compression;
        payload = Output;
        return RecordErrorCode.None;
    }
}
