using System.Globalization;
using System.Text;

namespace SqsIngestor.Catalog.Tests;

/// <summary>
/// Changes texts at random: pieces cut out, doubled, swapped, overwritten, and characters that no text should have.
/// </summary>
internal static class Mutations
{
    private const string Odd = "\0\uD800\uFEFF\u00A0\u2028'\"`\\{}[]<>(),:;.=-/*$0é\n";

    /// <summary>The switch CATALOG_CASES, or a number that keeps a run of all tests short.</summary>
    private static readonly int Count =
        int.TryParse(
            Environment.GetEnvironmentVariable("CATALOG_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases)
            ? cases
            : 3_000;

    /// <summary>Tries the mutations of a text. They are the same in every run.</summary>
    /// <param name="text">The text to change.</param>
    /// <param name="check">Fails if a mutation is treated wrongly.</param>
    public static void Run(string text, Action<string> check)
    {
        var random = new Random(20_261_126);
        for (var i = 0; i < Count; i++)
        {
            var mutated = new StringBuilder(text);
            for (var changes = random.Next(1, 5); changes > 0; changes--) Change(mutated, random);
            check(mutated.ToString());
        }
    }

    /// <summary>The bytes of a text, with half surrogate pairs as bytes that are not UTF-8.</summary>
    public static byte[] Bytes(string text) =>
        Encoding.Latin1.GetBytes(text.Replace('\uD800', '\u00FF').Replace('\uFEFF', '\u00FE').Replace('\u2028', '\u00C0'));

    private static void Change(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(1, 12), text.Length - at);
        var piece = text.ToString(at, length);
        switch (random.Next(6))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, piece);
                break;
            case 2:
                text.Insert(random.Next(text.Length + 1), piece);
                break;
            case 3:
                text.Remove(at, length).Insert(random.Next(text.Length + 1), piece);
                break;
            case 4 when length > 0:
                text[at] = Odd[random.Next(Odd.Length)];
                break;
            default:
                text.Insert(at, Odd[random.Next(Odd.Length)]);
                break;
        }
    }
}
