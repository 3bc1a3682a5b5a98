using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SqsIngestor.Mapping.Json;

/// <summary>
/// Removes backslashes before quotes from eight bytes at once. JSON inside JSON is full of them, and handling them one by one
/// costs a load and a search each.
/// </summary>
internal static class QuoteEscapes
{
    /// <summary>How many bytes are unescaped at once.</summary>
    public const int Step = 8;

    /// <summary>For each set of places that are dropped: which bytes move up.</summary>
    private static readonly Vector128<byte>[] Shuffles = CreateShuffles();

    /// <summary>
    /// Unescapes eight bytes; false if they contain another escape; then nothing is written. How far the source has been read
    /// never depends on what was found, so that the steps overlap in the processor.
    /// </summary>
    /// <param name="source">At least nine bytes can be read. Its first one may be the quote of an escape that began
    /// before.</param>
    /// <param name="target">At least eight bytes can be written.</param>
    /// <param name="written">Bytes that were written.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryUnescape(ref byte source, ref byte target, out int written)
    {
        var block = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref source)).AsByte();
        var following = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, 1))).AsByte();
        var escapes = Vector128.Equals(block, Vector128.Create((byte)'\\')).ExtractMostSignificantBits();
        var quoted = Vector128.Equals(following, Vector128.Create((byte)'"')).ExtractMostSignificantBits();
        written = Step - BitOperations.PopCount(escapes);
        if ((escapes & ~quoted) != 0) return false;
        Unsafe.WriteUnaligned(ref target, Vector128.ShuffleNative(block, Shuffles[escapes]).AsUInt64().ToScalar());
        return true;
    }

    private static Vector128<byte>[] CreateShuffles()
    {
        var shuffles = new Vector128<byte>[256];
        Span<byte> places = stackalloc byte[16];
        for (var dropped = 0; dropped < shuffles.Length; dropped++)
        {
            places.Fill(0xFF);
            var to = 0;
            for (var from = 0; from < 8; from++)
            {
                if ((dropped >> from & 1) == 0) places[to++] = (byte)from;
            }
            shuffles[dropped] = Vector128.Create<byte>(places);
        }
        return shuffles;
    }
}
