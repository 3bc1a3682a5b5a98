using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>
/// Whether rows can be written to a table now. One of stream, opening, fullness and failure is set at most; none while the stream
/// has lost its connection.
/// </summary>
internal readonly record struct TableAccess
{
    /// <summary>The open stream.</summary>
    public ITableStream? Stream { get; init; }

    /// <summary>Completes when the attempt to open a stream is over: with its error, or null if the stream is open. Never
    /// fails.</summary>
    public Task<ZerobusException?>? Opening { get; init; }

    /// <summary>How long the attempt has taken so far.</summary>
    public TimeSpan OpeningFor { get; init; }

    /// <summary>Whether the stream had no room for long.</summary>
    public bool IsFull { get; init; }

    /// <summary>Why no stream can be opened now.</summary>
    public ZerobusException? Failure { get; init; }
}
