using Google.Protobuf.WellKnownTypes;

namespace SqsIngestor.Zerobus.Internal.Wire;

/// <summary>Reads a duration that the service sent. Whatever it holds becomes a time that a timer takes.</summary>
internal static class RemoteDuration
{
    /// <summary>The duration, at least zero and at most <paramref name="most"/>; zero if there is none.</summary>
    /// <param name="duration">As it came: seconds and nanoseconds may be outside the ranges that protobuf gives them.</param>
    /// <param name="most">The longest time that the caller can wait.</param>
    public static TimeSpan Clamp(Duration? duration, TimeSpan most)
    {
        if (duration is null)
            return TimeSpan.Zero;
        var seconds = duration.Seconds + (duration.Nanos / 1e9);
        return seconds <= 0 ? TimeSpan.Zero
            : seconds >= most.TotalSeconds ? most
            : TimeSpan.FromSeconds(seconds);
    }
}
