namespace SqsIngestor.Zerobus;

/// <summary>The place of a write on <see cref="ZerobusParallelStreams"/>. It stays valid when a stream is reopened.</summary>
/// <param name="Stream">The index of the stream, from 0.</param>
/// <param name="Offset">The offset of the write on this stream. Acks of one stream say nothing about another.</param>
public readonly record struct ZerobusPosition(int Stream, long Offset);

/// <summary>One of the streams of <see cref="ZerobusParallelStreams"/>, at one moment.</summary>
public readonly record struct ZerobusParallelStreamInfo
{
    /// <summary>Its index, from 0.</summary>
    public required int Stream { get; init; }

    /// <summary>The id that the service assigned to its first connection.</summary>
    public required string StreamId { get; init; }

    /// <inheritdoc cref="ZerobusStream.State"/>
    public required ZerobusStreamState State { get; init; }

    /// <summary>
    /// The writes that it has accepted, those before <see cref="ZerobusParallelStreams.ReopenAsync"/> included.
    /// </summary>
    public required long Accepted { get; init; }

    /// <summary>The accepted writes that are not settled. Once it has failed, they are what it has not delivered.</summary>
    public required long Unsettled { get; init; }

    /// <summary>
    /// How many times its connection has been replaced since it was opened, or opened again with
    /// <see cref="ZerobusParallelStreams.ReopenAsync"/>.
    /// </summary>
    public required long Reopens { get; init; }

    /// <inheritdoc cref="ZerobusStream.InterruptedFor"/>
    public required TimeSpan InterruptedFor { get; init; }

    /// <inheritdoc cref="ZerobusStream.Failure"/>
    public required ZerobusException? Failure { get; init; }
}
