namespace SqsIngestor.Zerobus.Internal.InFlight;

/// <summary>
/// The writes that the client gives up before the service has acked or refused them: those that the caller's terms withdraw, and
/// those with which connections end. Not thread-safe: its ledger's lock guards it.
/// </summary>
internal sealed class AbandonedWrites(
    InFlightBuffer buffer, RecordSearch search, HeadParts parts, TimeProvider clock)
{
    // Up to this many bad records in a row are not taken for a service that is down.
    private const int MostSetAside = 24;

    private readonly FailedKeys _failedKeys = new();

    // Suspected writes set aside since the last ack. The most that is allowed, if the suspicion could not be proved: then none
    // counts as progress.
    private int _setAside;

    /// <summary>
    /// Suspected writes at the head. They wait, unsent, for the ack of another write, which shows that the service works.
    /// </summary>
    public int Suspected { get; private set; }

    /// <summary>Writes given up since the beginning because connections end with them.</summary>
    public long Blamed { get; private set; }

    /// <summary>Whether a write of an ordering key was given up, so that no more of the key may be written.</summary>
    public bool HasFailed(long key) => _failedKeys.Contains(key);

    /// <summary>Takes over the ordering keys of which another stream has given up a write.</summary>
    public void CopyFailedKeys(AbandonedWrites from) => _failedKeys.CopyFrom(from._failedKeys);

    /// <summary>
    /// Withdraws the accepted writes with this key. Later ones are not concerned. What this connection has sent may still be
    /// acked.
    /// </summary>
    public void Withdraw(long key)
    {
        buffer.Withdraw(key, buffer.Head);
        SettleWithdrawn();
    }

    /// <summary>
    /// Withdraws every write whose time is up, and settles those at the head that are withdrawn. Call it only while nothing that
    /// was sent is unacked.
    /// </summary>
    public void SettleExpired()
    {
        var now = clock.GetUtcNow().UtcTicks;
        for (var offset = buffer.Head; offset < buffer.Tail; offset++)
        {
            ref var write = ref buffer[offset];
            if (!write.Withdrawn && now >= write.Expires)
                Expire(ref write, offset);
        }

        SettleWithdrawn();
    }

    /// <summary>
    /// The connection is replaced because nothing on it was acked: what its owner has given up is not sent again.
    /// </summary>
    public void ExpireGivenUp()
    {
        for (var offset = buffer.Head; offset < buffer.Tail; offset++)
        {
            ref var write = ref buffer[offset];
            if (write is { GivenUp: true, Withdrawn: false })
                Expire(ref write, offset);
        }
    }

    /// <summary>The time of a write is up.</summary>
    public void Expire(ref PendingWrite write, long offset)
    {
        write.Withdrawn = true;
        FailKey(write.Key, offset);
    }

    /// <summary>Settles the oldest writes if they were withdrawn and this connection has not sent them.</summary>
    /// <returns>Whether there were any.</returns>
    public bool SettleWithdrawn()
    {
        var before = buffer.Head;
        while (buffer.Count > 0 && buffer[buffer.Head] is { Withdrawn: true, Wire: < 0 })
        {
            parts.GiveUp(ZerobusErrorCode.RecordWithdrawn);
            // The search is behind those that are suspected.
            if (Suspected > 0)
                Suspected--;
            else
                search.Withdrawn();
        }

        return buffer.Head > before;
    }

    /// <summary>The service works, so those that were suspected are to blame.</summary>
    public void Acked()
    {
        _setAside = 0;
        GiveUpBefore(buffer.Head + Suspected);
    }

    /// <summary>
    /// A new connection says that requests of the last one are durable, up to this wire offset. A suspected write can be among
    /// them; one before it is to blame, because the service works.
    /// </summary>
    public void Committed(long upTo)
    {
        var offset = buffer.Head;
        while (offset < buffer.Head + Suspected && !(buffer[offset].Wire >= 0 && buffer[offset].Wire <= upTo))
            offset++;
        _setAside = 0;
        GiveUpBefore(offset);
    }

    /// <summary>Gives up the writes before an offset.</summary>
    public void GiveUpBefore(long offset)
    {
        while (buffer.Head < offset)
        {
            var isWithdrawn = buffer[buffer.Head].Withdrawn;
            parts.GiveUp(isWithdrawn ? ZerobusErrorCode.RecordWithdrawn : ZerobusErrorCode.RecordSuspected);
            // The caller's terms say nothing about the service.
            if (!isWithdrawn)
                Blamed++;
        }

        Suspected = 0;
    }

    /// <summary>A write is suspected, and so are those before it.</summary>
    public void Suspect(long offset)
    {
        Suspected = (int)(offset - buffer.Head) + 1;
        FailKey(buffer[offset].Key, offset);
    }

    /// <summary>Whether no write behind an offset is left to send.</summary>
    public bool IsLast(long offset)
    {
        for (var behind = offset + 1; behind < buffer.Tail; behind++)
        {
            if (!buffer[behind].Withdrawn)
                return false;
        }

        return true;
    }

    /// <summary>A suspected write is set aside, so that another one is the first.</summary>
    /// <returns>Whether that counts as progress. Since the last ack, not too many may.</returns>
    public bool SetAside() => ++_setAside <= MostSetAside;

    /// <summary>
    /// No other write can show that the service works, so nothing proves a suspicion: the suspected are to be sent again.
    /// </summary>
    public void SendSuspectedAgain()
    {
        (Suspected, _setAside) = (0, MostSetAside);
        buffer.Rewind(buffer.Head);
    }

    /// <summary>A write was given up, or refused: what follows with its key must not become durable before it.</summary>
    public void FailKey(long key, long offset)
    {
        if (key != 0 && _failedKeys.Add(key))
            buffer.Withdraw(key, offset + 1);
    }
}
