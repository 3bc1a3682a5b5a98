using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Streams;

/// <summary>One stream of rows into one table, as the pipeline uses it. All members may be called from any thread.</summary>
internal interface ITableStream
{
    /// <summary>Whether it still takes rows. A stream that has lost its connection and replaces it does.</summary>
    bool IsOpen { get; }

    /// <summary>Why the stream ended for good; null if it did not fail.</summary>
    ZerobusException? Failure { get; }

    /// <summary>Whether it has a connection. One that has nothing to send may have lost it, and does not need it.</summary>
    bool IsConnected { get; }

    /// <summary>How long it has had unacked rows and no connection; zero while it is connected or has nothing to send.</summary>
    TimeSpan InterruptedFor { get; }

    /// <summary>
    /// The oldest row that is sent on the present connection and not acked, and how long no ack has come for it; null if there is
    /// none.
    /// </summary>
    AwaitedAck? Awaited { get; }

    /// <summary>Whether it has accepted rows that are not settled, of any batch.</summary>
    bool HasUnacked { get; }

    /// <summary>How many times its connection was replaced.</summary>
    long Reopens { get; }

    /// <summary>
    /// Accepts one row on terms. The bytes are copied before the call completes; it waits if the stream has no room.
    /// </summary>
    /// <returns>The row's offset in the stream.</returns>
    /// <exception cref="ZerobusException">The row or the stream is at fault: see <see cref="ZerobusException.Code"/>.</exception>
    ValueTask<long> WriteAsync(ReadOnlyMemory<byte> row, in WriteTerms terms, CancellationToken cancellationToken);

    /// <summary>Accepts one row on terms, and learns which row it is. Most streams need not know that.</summary>
    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, in WriteTerms, CancellationToken)"/>
    ValueTask<long> WriteAsync(
        ReadOnlyMemory<byte> row, in WriteTerms terms, in MessageRow origin, CancellationToken cancellationToken) =>
        WriteAsync(row, terms, cancellationToken);

    /// <summary>
    /// Whether <see cref="WaitForAckAsync"/> completes at once, with or without an error. Rows are settled in the order of their
    /// offsets.
    /// </summary>
    bool IsSettled(long offset);

    /// <summary>The same, and why a settled row is not durable; null if it is.</summary>
    bool IsSettled(long offset, out ZerobusException? failure);

    /// <summary>Completes once the row at the offset is durable.</summary>
    /// <exception cref="ZerobusException">The service refused the row, or the stream failed before the row was
    /// durable.</exception>
    ValueTask WaitForAckAsync(long offset, CancellationToken cancellationToken);

    /// <summary>Unacked rows with this ordering key are not sent, or not sent again, from now on.</summary>
    void Withdraw(long orderingKey);

    /// <summary>
    /// The row at the offset is waited for no longer. It may still become durable; <see cref="RenewConnection"/> withdraws it.
    /// </summary>
    void GiveUp(long offset);

    /// <summary>
    /// The stream is used again after <see cref="GiveUp"/>: a connection that has acked nothing for long is replaced.
    /// </summary>
    void RenewConnection();

    /// <summary>Takes no more rows and completes once the accepted ones are durable.</summary>
    /// <exception cref="ZerobusException">Not every row became durable.</exception>
    Task CloseAsync();

    /// <summary>Ends the stream at once, without waiting for acks.</summary>
    void Abort();
}

/// <summary>Opens streams. Owns the connection that they share.</summary>
internal interface ITableStreamOpener : IAsyncDisposable
{
    /// <summary>Opens a stream into a table.</summary>
    /// <param name="table">Gives the name and the descriptor of the rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZerobusException">The stream cannot be opened.</exception>
    Task<ITableStream> OpenAsync(TargetTable table, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a second stream, to find out whether one can be opened now. Nothing is written to it.
    /// </summary>
    /// <inheritdoc cref="OpenAsync"/>
    Task<ITableStream> OpenBesideAsync(TargetTable table, CancellationToken cancellationToken) =>
        OpenAsync(table, cancellationToken);
}
