using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>
/// Whether rows can be written to a table now. At most one of stream, opening, fullness and failure is set. None is set if the
/// stream has been without a connection for long, or if it could not be opened and is tried again soon; then
/// <see cref="OpeningFor"/> says for how long.
/// </summary>
internal readonly record struct TableAccess
{
    /// <summary>The open stream.</summary>
    public ITableStream? Stream { get; init; }

    /// <summary>Completes when the attempt to open a stream is over: with its error, or null if the stream is open. Never
    /// fails.</summary>
    public Task<ZerobusException?>? Opening { get; init; }

    /// <summary>How long the attempt to open has taken, or how long the stream has been without a connection.</summary>
    public TimeSpan OpeningFor { get; init; }

    /// <summary>Whether the stream had no room for long.</summary>
    public bool IsFull { get; init; }

    /// <summary>Why no stream can be opened now.</summary>
    public ZerobusException? Failure { get; init; }
}
