using System.Buffers.Binary;
using System.IO.Compression;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Avro;

/// <summary>Decompresses the blocks of an object container file, each to the limit at the most.</summary>
/// <param name="memory">What a message may take.</param>
/// <param name="maxBytes">The most bytes of a block.</param>
internal sealed class AvroCodecs(WorkMemory memory, int maxBytes)
{
    private const int ChecksumSize = 4;

    private readonly PayloadBuffer _block = new(memory);
    private PayloadDecoder? _deflate;
    private PayloadDecoder? _snappy;
    private PayloadDecoder? _zstandard;
    private PayloadDecoder? _current;

    /// <summary>Chooses the codec of the blocks that follow; false for one that is not known.</summary>
    public bool TryUse(ReadOnlySpan<byte> name)
    {
        _current = null;
        if (name.IsEmpty || name.SequenceEqual("null"u8)) return true;
        if (name.SequenceEqual("deflate"u8))
        {
            // Avro's library for Python writes a part of the checksum of zlib after the data.
            _current = _deflate ??= new InflateDecoder(
                input => new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true), memory, maxBytes,
                allowsRest: true);
        }
        else if (name.SequenceEqual("snappy"u8))
        {
            _current = _snappy ??= new SnappyDecoder(memory, maxBytes);
        }
        else if (name.SequenceEqual("zstandard"u8))
        {
            _current = _zstandard ??= new ZstdDecoder(memory, maxBytes);
        }
        return _current is not null;
    }

    /// <summary>Decompresses a block. The data is valid until the next one.</summary>
    public RecordErrorCode Decompress(ReadOnlySpan<byte> block, out ReadOnlySpan<byte> data)
    {
        data = block;
        if (_current is null) return RecordErrorCode.None;
        var checksum = block[Math.Max(0, block.Length - ChecksumSize)..];
        // Behind a block of snappy stands the CRC-32 of its data.
        if (_current == _snappy && checksum.Length < ChecksumSize) return RecordErrorCode.Compression;
        _block.Length = 0;
        _block.Write(_current == _snappy ? block[..^ChecksumSize] : block);
        var result = _block;
        var code = _current.Decode(ref result);
        if (code != RecordErrorCode.None) return code;
        data = result.Written;
        return _current != _snappy || Crc32.Of(data) == BinaryPrimitives.ReadUInt32BigEndian(checksum)
            ? RecordErrorCode.None
            : RecordErrorCode.Compression;
    }
}

/// <summary>The CRC-32 of zlib and gzip.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static index =>
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++) value = (value >> 1) ^ (Polynomial & (0 - (value & 1)));
        return value;
    })];

    public static uint Of(ReadOnlySpan<byte> data)
    {
        var value = uint.MaxValue;
        foreach (var next in data) value = (value >> 8) ^ Table[(byte)(value ^ next)];
        return ~value;
    }
}
