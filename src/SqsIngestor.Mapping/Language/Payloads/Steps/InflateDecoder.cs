using System.IO.Compression;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// <c>gzip</c> (RFC 1952, members may follow one another), <c>zlib</c> (RFC 1950) and <c>deflate</c> (RFC 1951). Stops
/// at the limit, so a bomb costs no more than it. The library makes its inflater anew each time.
/// </summary>
internal sealed class InflateDecoder(PayloadStepKind kind, bool auto, int maxBytes) : PayloadDecoder
{
    // RFC 1952, section 2.3: a header of 10 bytes, at least 2 of data, a trailer of 8.
    private const int ShortestGzip = 20;

    private bool IsGzip => kind == PayloadStepKind.Gzip;

    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        if (auto && !payload.Written.StartsWith<byte>([0x1f, 0x8b])) return RecordErrorCode.None;
        if (IsGzip && payload.Length < ShortestGzip) return RecordErrorCode.Compression;
        using var input = new CompressedInput(payload, IsGzip ? GzipEnd.Member : []);
        Output.Length = 0;
        try
        {
            using var inflater = CreateInflater(input);
            if (!TryReadAll(inflater, maxBytes + (IsGzip ? GzipEnd.Text.Length : 0))) return RecordErrorCode.BodySize;
        }
        // The library's word for a stream that is not of its format, and for one that needs a dictionary.
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return RecordErrorCode.Compression;
        }
        if (!(IsGzip ? GzipEnd.TryTakeOff(Output) : input.IsUsedUpExactly)) return RecordErrorCode.Compression;
        payload = Output;
        return RecordErrorCode.None;
    }

    private Stream CreateInflater(CompressedInput input) => kind switch
    {
        PayloadStepKind.Gzip => new GZipStream(input, CompressionMode.Decompress, leaveOpen: true),
        PayloadStepKind.Zlib => new ZLibStream(input, CompressionMode.Decompress, leaveOpen: true),
        _ => new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true),
    };

    private bool TryReadAll(Stream inflater, int limit)
    {
        while (true)
        {
            var room = Output.Reserve(1);
            var read = inflater.Read(room[..Math.Min(room.Length, limit + 1 - Output.Length)]);
            if (read == 0) return true;
            Output.Length += read;
            if (Output.Length > limit) return false;
        }
    }
}
