namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What the send loop gets when it asks for the next request.</summary>
internal enum TakeResult
{
    /// <summary>The frame is filled.</summary>
    Taken,

    /// <summary>Nothing may be sent now.</summary>
    Nothing,

    /// <summary>The connection was silent for too long; do not try it.</summary>
    Discard,
}
