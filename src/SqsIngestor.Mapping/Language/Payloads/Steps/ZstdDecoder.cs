#pragma warning disable CA1001 // The library's handle frees its memory when the encoder is collected.

using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;
using ZstdSharp;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// <c>zstd</c> (RFC 8878), one or more frames. It decompresses into the output as a whole, so a frame that asks for a large
/// window takes no more than the limit.
/// </summary>
internal sealed class ZstdDecoder(WorkMemory memory, int maxBytes) : PayloadDecoder(memory)
{
    private readonly Decompressor _decompressor = new();

    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        Output.Length = 0;
        if (payload.Length == 0) return RecordErrorCode.Compression;
        try
        {
            // The most bytes that the frames can have, by what their headers say.
            var bound = Decompressor.GetDecompressedSize(payload.Written);
            var most = (int)Math.Min(bound, (ulong)maxBytes);
            if (!_decompressor.TryUnwrap(payload.Written, Output.Reserve(most + 1, maxBytes + 1)[..most], out var length))
            {
                return bound > (ulong)maxBytes ? RecordErrorCode.BodySize : RecordErrorCode.Compression;
            }
            Output.Length = length;
        }
        catch (ZstdException)
        {
            return RecordErrorCode.Compression;
        }
        payload = Output;
        return RecordErrorCode.None;
    }
}
