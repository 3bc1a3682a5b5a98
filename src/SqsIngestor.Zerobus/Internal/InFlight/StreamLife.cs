namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// Whether a stream has a connection, takes writes, is closing or is over, and why it ended. Not thread-safe: its ledger's lock
/// guards it.
/// </summary>
internal sealed class StreamLife(ZerobusTableName table, TimeProvider clock)
{
    private ZerobusStreamState _phase = ZerobusStreamState.Open;
    private bool _closed;
    private long _interruptedAt;

    /// <summary>Why the stream ended for good; null if it did not.</summary>
    public ZerobusException? Failure { get; private set; }

    /// <summary>Whether any caller was told about the failure.</summary>
    public bool FailureReported { get; set; }

    /// <summary>Takes no more writes; what is accepted is still sent.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Closed or failed.</summary>
    public bool IsOver => _closed || Failure is not null;

    /// <summary>Whether the connection may be used.</summary>
    public bool MaySend => _phase == ZerobusStreamState.Open && Failure is null;

    public ZerobusStreamState State => Failure is { Code: not ZerobusErrorCode.Aborted } ? ZerobusStreamState.Failed
        : IsOver ? ZerobusStreamState.Closed
        : IsClosing ? ZerobusStreamState.Closing
        : _phase;

    /// <summary>Since when writes wait for a connection; zero if they do not.</summary>
    public TimeSpan InterruptedFor =>
        _phase == ZerobusStreamState.Recovering ? clock.GetElapsedTime(_interruptedAt) : TimeSpan.Zero;

    public void Connected() => _phase = ZerobusStreamState.Open;

    /// <summary>The connection has ended.</summary>
    /// <param name="isSettled">Whether nothing is left to send.</param>
    public void Disconnected(bool isSettled)
    {
        _interruptedAt = clock.GetTimestamp();
        _phase = isSettled ? ZerobusStreamState.Idle : ZerobusStreamState.Recovering;
    }

    /// <summary>A write was accepted. A stream without a connection needs one from now on.</summary>
    /// <returns>Whether it needed none before.</returns>
    public bool Wanted()
    {
        if (_phase != ZerobusStreamState.Idle)
            return false;
        _phase = ZerobusStreamState.Recovering;
        _interruptedAt = clock.GetTimestamp();
        return true;
    }

    /// <summary>Nothing is left to send: a stream without a connection needs none.</summary>
    public void Settled()
    {
        if (_phase == ZerobusStreamState.Recovering)
            _phase = ZerobusStreamState.Idle;
    }

    /// <summary>Nothing more is sent on this connection.</summary>
    public void Pause() => _phase = ZerobusStreamState.Paused;

    public void Close() => IsClosing = true;

    public void Closed() => _closed = true;

    public void Fail(ZerobusException cause) => Failure = cause;

    /// <exception cref="ZerobusException">The stream has failed, is closing, or is closed.</exception>
    public void ThrowUnlessOpen()
    {
        ThrowIfFailed();
        if (IsClosing || _closed)
            throw ClosedError();
    }

    /// <exception cref="ZerobusException">The stream has failed; the caller knows from now on.</exception>
    public void ThrowIfFailed()
    {
        if (ReportFailure() is { } failure)
            throw failure;
    }

    /// <summary>The failure of the stream, null for none; the caller knows of it from now on.</summary>
    public ZerobusException? ReportFailure()
    {
        FailureReported |= Failure is not null;
        return Failure;
    }

    public ZerobusException WithdrawnError() => new(
        ZerobusErrorCode.RecordWithdrawn, $"An earlier write of the same ordering key to {table} was given up.");

    public ZerobusException ClosedError() => new(ZerobusErrorCode.StreamClosed, $"The stream to {table} is closed.");
}
