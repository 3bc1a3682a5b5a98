namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// The parts of a block of Snappy. The library stops reading once it has all bytes, so it does not see what follows them.
/// </summary>
internal static class SnappyBlock
{
    // Literals with more bytes have their length in 1 to 4 bytes after the tag.
    private const int MostInTag = 60;

    /// <summary>Whether the parts give so many bytes, and end where the block ends.</summary>
    public static bool IsExactly(ReadOnlySpan<byte> block, int length)
    {
        var position = 0;
        while (position < block.Length && block[position] >= 0x80) position++;
        position++;
        long total = 0;
        while (position < block.Length)
        {
            var tag = block[position];
            switch (tag & 3)
            {
                case 0:
                    if (!TryReadLiteral(block, ref position, out var count)) return false;
                    total += count;
                    break;
                case 1:
                    total += ((tag >> 2) & 7) + 4;
                    position += 2;
                    break;
                default:
                    total += (tag >> 2) + 1;
                    position += (tag & 3) == 2 ? 3 : 5;
                    break;
            }
        }
        return position == block.Length && total == length;
    }

    private static bool TryReadLiteral(ReadOnlySpan<byte> block, ref int position, out long count)
    {
        count = (block[position++] >> 2) + 1;
        if (count > MostInTag)
        {
            var size = (int)count - MostInTag;
            if (size > block.Length - position) return false;
            count = 1;
            for (var i = 0; i < size; i++) count += (long)block[position + i] << (8 * i);
            position += size;
        }
        if (count > block.Length - position) return false;
        position += (int)count;
        return true;
    }
}
