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

/// <summary>What an ack did.</summary>
internal enum AckResult
{
    /// <summary>It settled something.</summary>
    Progress,

    /// <summary>It repeats an earlier ack.</summary>
    Duplicate,

    /// <summary>It has no offset, goes back, or covers what was not sent: outside the protocol.</summary>
    Violation,
}

/// <summary>What the unexpected end of a connection did for the search for refused records.</summary>
internal enum SearchStep
{
    /// <summary>Nothing: no write was unacked, so no record can be the cause.</summary>
    None,

    /// <summary>It began or continued.</summary>
    Narrowed,

    /// <summary>A record was found, given up or set aside, so that the next connection has another one first.</summary>
    Found,
}
