using System.Buffers;
using System.IO.Compression;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary><c>brotli</c> (RFC 7932). Stops at the limit, so a decompression bomb costs no more than the limit.</summary>
internal sealed class BrotliPayloadDecoder(int maxBytes) : PayloadDecoder
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        var left = payload.Written;
        Output.Length = 0;
        using var decoder = new BrotliDecoder();
        while (true)
        {
            var room = Output.Reserve(1, maxBytes + 1);
            var status = decoder.Decompress(
                left, room[..Math.Min(room.Length, maxBytes + 1 - Output.Length)], out var consumed, out var written);
            left = left[consumed..];
            Output.Length += written;
            if (Output.Length > maxBytes) return RecordErrorCode.BodySize;
            if (status == OperationStatus.DestinationTooSmall) continue;
            if (status != OperationStatus.Done || !left.IsEmpty) return RecordErrorCode.Compression;
            payload = Output;
            return RecordErrorCode.None;
        }
    }
}
