using System.Buffers;
using System.IO.Compression;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary><c>brotli</c> (RFC 7932). Stops at the limit, so a decompression bomb costs no more than the limit.</summary>
internal sealed class BrotliPayloadDecoder(WorkMemory memory, int maxBytes) : PayloadDecoder(memory)
{
    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        var left = payload.Written;
        Output.Length = 0;
        using var decoder = new BrotliDecoder();
        while (true)
        {
            var size = Math.Min(PieceSize, maxBytes + 1 - Output.Length);
            var piece = Output.Reserve(size, maxBytes + 1)[..size];
            var status = decoder.Decompress(left, piece, out var consumed, out var written);
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
