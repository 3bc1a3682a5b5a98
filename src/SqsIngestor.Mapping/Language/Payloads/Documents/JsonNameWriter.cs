using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// Makes the name of a member of a key that is not text: what is written between <see cref="Begin"/> and <see cref="End"/> is a
/// string already, or a number, a bool or null, which gets quotes.
/// </summary>
internal static class JsonNameWriter
{
    /// <summary>Begins a name; pass the result to <see cref="End"/>.</summary>
    public static int Begin(PayloadBuffer output)
    {
        output.Write((byte)'"');
        return output.Length;
    }

    public static void End(PayloadBuffer output, int start)
    {
        var key = output.Bytes.AsSpan(start, output.Length - start);
        if (key is [(byte)'"', ..])
        {
            // It has its own quotes.
            key.CopyTo(output.Bytes.AsSpan(start - 1));
            output.Length--;
        }
        else
        {
            output.Write((byte)'"');
        }
        output.Write((byte)':');
    }
}
