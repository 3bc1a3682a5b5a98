using Google.Protobuf;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>A duration that the service sent, as it came: its parts may be outside the ranges that protobuf gives them.</summary>
internal readonly record struct RemoteDuration(long Seconds, int Nanos)
{
    /// <summary>Reads a google.protobuf.Duration.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are not a protobuf message.</exception>
    public static RemoteDuration Read(CodedInputStream input)
    {
        var (seconds, nanos) = (0L, 0);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag == WireFormat.MakeTag(1, WireFormat.WireType.Varint))
                seconds = input.ReadInt64();
            else if (tag == WireFormat.MakeTag(2, WireFormat.WireType.Varint))
                nanos = input.ReadInt32();
            else
                input.SkipLastField();
        }

        return new RemoteDuration(seconds, nanos);
    }

    /// <summary>
    /// The time, at least zero and at most <paramref name="most"/>, so that whatever it holds becomes a time that a timer takes.
    /// </summary>
    /// <param name="most">The longest time that the caller can wait.</param>
    public TimeSpan Clamp(TimeSpan most)
    {
        var seconds = Seconds + (Nanos / 1e9);
        return seconds <= 0 ? TimeSpan.Zero
            : seconds >= most.TotalSeconds ? most
            : TimeSpan.FromSeconds(seconds);
    }
}
