namespace SqsIngestor.Zerobus;

/// <summary>
/// A stream that outlives its connections, and the process: the service keeps an id and the last offset that it has committed,
/// and a later connection goes on behind it. So a lost connection neither loses nor doubles a record. A preview: the service's
/// method is in development, so <see cref="ZerobusPreviewOptions.PersistentStreams"/> must be on.
/// </summary>
/// <remarks>
/// A stream id has one writer at a time: of two that take it from each other, one can count the records of the other as its own,
/// so that its own are lost. A client that learns that another connection has resumed the stream, or sees a commit of what it has
/// not sent, does not take the stream back: the stream fails with <see cref="ZerobusErrorCode.StreamTakenOver"/>.
/// </remarks>
public sealed record PersistentStreamOptions
{
    /// <summary>
    /// The id of the stream to resume, as <see cref="ZerobusStream.StreamId"/> of its first process gave it. Default null: a new
    /// stream. The first offset of a resumed stream is <see cref="ZerobusStream.FirstOffset"/>.
    /// </summary>
    public string? StreamId { get; init; }

    /// <summary>
    /// Called before each request is handed to the connection, in the order of the positions, from one thread at a time. Note
    /// there what you need to know after a crash; the last note for a position counts. If it throws, the request is not sent and
    /// the stream fails with <see cref="ZerobusErrorCode.StreamFailed"/>, with the exception as its cause: resume it to go on. It
    /// runs on the loop that sends, so nothing is sent while it runs; it must not wait for the stream. Default none.
    /// </summary>
    public Action<SentWrite>? OnSend { get; init; }
}

/// <summary>
/// A request that is about to be sent on a persistent stream. After a crash, the records of a position are durable if
/// <see cref="ZerobusStream.FirstOffset"/> of the resumed stream is larger than the position.
/// </summary>
/// <param name="Offset">The offset that the write returned.</param>
/// <param name="FirstRecord">The position within the write of the first record that the request carries.</param>
/// <param name="RecordCount">How many records of the write it carries.</param>
/// <param name="Position">
/// The stream's offset for the request. Equal to <paramref name="Offset"/> until the first record that the service refuses or
/// the client gives up: what follows it moves up, because the service leaves no gaps.
/// </param>
public readonly record struct SentWrite(long Offset, int FirstRecord, int RecordCount, long Position)
{
    /// <summary>
    /// The <see cref="WriteTerms.Tag"/> of the write. A write can be sent before the call that wrote it returns its offset, so
    /// only this tells what the write is.
    /// </summary>
    public int Tag { get; init; }
}
