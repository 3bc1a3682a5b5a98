using SqsIngestor.Zerobus.Internal.InFlight;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

public sealed class ConnectionDoubtTests
{
    private static readonly TimeSpan Least = ConnectionDoubt.Least;
    private static readonly TimeSpan Most = 3 * Least;

    private readonly ConnectionDoubt _doubt = new(Most);

    [Fact]
    public void IsDue_GivenUpAndWanted_AfterTheLeastWait()
    {
        _doubt.GaveUp();
        Assert.False(_doubt.IsDue(Most));
        _doubt.Want();
        Assert.False(_doubt.IsDue(Least - TimeSpan.FromTicks(1)));
        Assert.True(_doubt.IsDue(Least));
    }

    [Fact]
    public void IsDue_NothingWasGivenUp_IsFalse()
    {
        _doubt.Want();
        Assert.False(_doubt.IsDue(Most));
        _doubt.GaveUp();
        _doubt.Connected();
        _doubt.Want();
        Assert.False(_doubt.IsDue(Most));
    }

    /// <summary>Acks that are only slow come in the end.</summary>
    [Fact]
    public void IsDue_ReplacedInVain_WaitsTwiceAsLongEachTimeUpToTheMost()
    {
        Renew();
        Assert.False(IsDue(2 * Least - TimeSpan.FromTicks(1)));
        Assert.True(IsDue(2 * Least));
        Renew();
        Assert.True(IsDue(Most));
        Renew();
        Assert.True(IsDue(Most));
        _doubt.Progress();
        Assert.True(IsDue(Least));
    }

    private void Renew()
    {
        _doubt.Renewed();
        _doubt.Connected();
    }

    private bool IsDue(TimeSpan waited)
    {
        _doubt.GaveUp();
        _doubt.Want();
        return _doubt.IsDue(waited);
    }
}
