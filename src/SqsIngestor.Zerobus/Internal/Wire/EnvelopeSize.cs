using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>
/// The size of a request message around its body. Single and batch share one shape: an outer tag and length, the offset, and an
/// inner tag and length before the body.
/// </summary>
internal static class EnvelopeSize
{
    // The wire offset of an ephemeral stream restarts with every connection. Five bytes hold 2^35 requests, far more than fit
    // into a connection's quarter of an hour; counting always five makes the limit independent of when a record is sent or sent
    // again. That of a persistent stream never restarts.
    private const int WidestOffset = 5;
    private const int WidestPersistentOffset = Varint.MaxBytes - 1;

    /// <summary>The bytes of the message's content: offset and body.</summary>
    public static int Inner(int body, int offsetBytes) => 1 + offsetBytes + 1 + Varint.Size((ulong)body) + body;

    /// <summary>Bytes of the whole message for a given wire offset.</summary>
    public static int Message(int body, long wireOffset)
    {
        var inner = Inner(body, Varint.Size((ulong)wireOffset));
        return 1 + Varint.Size((ulong)inner) + inner;
    }

    /// <summary>Bytes of the whole message for any wire offset that can occur.</summary>
    public static long Largest(long body, bool isPersistent = false)
    {
        var inner = 1 + (isPersistent ? WidestPersistentOffset : WidestOffset) + 1 + Varint.Size((ulong)body) + body;
        return 1 + Varint.Size((ulong)inner) + inner;
    }

    /// <summary>The largest body whose message is within the limit.</summary>
    public static int LargestBody(int limit)
    {
        var body = limit;
        while (Largest(body) > limit)
            body--;
        return body;
    }
}
