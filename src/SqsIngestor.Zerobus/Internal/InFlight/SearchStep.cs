namespace SqsIngestor.Zerobus.Internal.InFlight;

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
