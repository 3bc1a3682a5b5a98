using System.Buffers.Binary;
using System.Numerics;
using Snappier;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// <c>snappy</c>: a block, or the framed form. A block cannot begin with the identifier of the framed form: it would copy bytes
/// that are not there. The size that a block states is checked before it is decompressed.
/// </summary>
internal sealed class SnappyDecoder(WorkMemory memory, int maxBytes) : PayloadDecoder(memory)
{
    // Of the framing format: the header of a chunk, its checksum, and the most bytes that a chunk can have.
    private const int HeaderSize = 4;
    private const int ChecksumSize = 4;
    private const int MostOfChunk = 65536;
    private const byte Identifier = 0xff;
    private const byte Compressed = 0x00;
    private const byte Uncompressed = 0x01;
    private const byte FirstSkippable = 0x80;

    private static ReadOnlySpan<byte> StreamIdentifier => [Identifier, 6, 0, 0, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59];

    public override RecordErrorCode Decode(ref PayloadBuffer payload)
    {
        Output.Length = 0;
        var input = payload.Written;
        var code = input.StartsWith(StreamIdentifier) ? DecodeFrames(input) : DecodeBlock(input, maxBytes);
        if (code == RecordErrorCode.None) payload = Output;
        return code;
    }

    private RecordErrorCode DecodeFrames(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            if (input.Length < HeaderSize) return RecordErrorCode.Compression;
            var (type, length) = (input[0], input[1] | input[2] << 8 | input[3] << 16);
            if (length > input.Length - HeaderSize) return RecordErrorCode.Compression;
            var chunk = input.Slice(HeaderSize, length);
            var code = type switch
            {
                Compressed or Uncompressed => DecodeChunk(chunk, type == Compressed),
                Identifier when !chunk.SequenceEqual(StreamIdentifier[HeaderSize..]) => RecordErrorCode.Compression,
                _ => type >= FirstSkippable ? RecordErrorCode.None : RecordErrorCode.Compression,
            };
            if (code != RecordErrorCode.None) return code;
            input = input[(HeaderSize + length)..];
        }
        return RecordErrorCode.None;
    }

    private RecordErrorCode DecodeChunk(ReadOnlySpan<byte> chunk, bool isCompressed)
    {
        if (chunk.Length < ChecksumSize) return RecordErrorCode.Compression;
        var start = Output.Length;
        var data = chunk[ChecksumSize..];
        if (isCompressed)
        {
            if (DecodeBlock(data, MostOfChunk) != RecordErrorCode.None) return RecordErrorCode.Compression;
        }
        else
        {
            if (data.Length > MostOfChunk) return RecordErrorCode.Compression;
            Output.Write(data);
        }
        if (Output.Length > maxBytes) return RecordErrorCode.BodySize;
        var isSame = MaskedChecksum(Output.Written[start..]) == BinaryPrimitives.ReadUInt32LittleEndian(chunk);
        return isSame ? RecordErrorCode.None : RecordErrorCode.Compression;
    }

    private RecordErrorCode DecodeBlock(ReadOnlySpan<byte> block, int most)
    {
        try
        {
            var length = Snappy.GetUncompressedLength(block);
            if (length < 0) return RecordErrorCode.Compression;
            if (length > most) return RecordErrorCode.BodySize;
            if (!SnappyBlock.IsExactly(block, length)) return RecordErrorCode.Compression;
            var room = Output.Reserve(length + 1)[..length];
            if (!Snappy.TryDecompress(block, room, out var written) || written != length) return RecordErrorCode.Compression;
            Output.Length += length;
            return RecordErrorCode.None;
        }
        // The library throws these for what is not Snappy.
        catch (Exception e) when (e is InvalidDataException or ArgumentException or InvalidOperationException)
        {
            return RecordErrorCode.Compression;
        }
    }

    /// <summary>The CRC-32C of the framing format, which it masks so that data with checksums in it has another one.</summary>
    private static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        var checksum = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }
        foreach (var next in data) checksum = BitOperations.Crc32C(checksum, next);
        return BitOperations.RotateRight(~checksum, 15) + 0xa282ead8;
    }
}
