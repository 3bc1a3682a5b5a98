namespace SqsIngestor.Zerobus.Internal.Recovery;

/// <summary>
/// Decides whether a stream of a client whose streams share connections gets its own next. A shared connection that ends says
/// nothing about a record, because every stream on it would look for the record of one. After two in a row without progress a
/// record of this stream may be the cause, and would end those of the others again and again. Pure, not thread-safe.
/// </summary>
internal sealed class SharingPolicy
{
    private const int MostLost = 2;

    private int _lost;

    /// <summary>Whether the next connection is the stream's own.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>A connection ended.</summary>
    /// <param name="wasShared">Whether it ended for all streams on it.</param>
    /// <param name="inVain">Whether it settled nothing, although something was left to settle.</param>
    /// <param name="isPlanned">Whether it ended as planned. A stream that is alone shares again then.</param>
    public void Ended(bool wasShared, bool inVain, bool isPlanned)
    {
        if (IsAlone)
        {
            IsAlone = !isPlanned;
            return;
        }

        _lost = wasShared && inVain ? _lost + 1 : 0;
        if (_lost < MostLost)
            return;
        (IsAlone, _lost) = (true, 0);
    }
}
