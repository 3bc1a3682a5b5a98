namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>What a sender gets when it asks for the next request.</summary>
internal enum TakeResult
{
    /// <summary>The frame is filled.</summary>
    Taken,

    /// <summary>Nothing may be sent now.</summary>
    Nothing,

    /// <summary>The connection was silent for too long to be tried at all.</summary>
    Discard,
}
