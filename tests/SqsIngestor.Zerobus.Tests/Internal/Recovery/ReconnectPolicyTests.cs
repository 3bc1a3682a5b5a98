using SqsIngestor.Zerobus.Internal.Recovery;

namespace SqsIngestor.Zerobus.Tests.Internal.Recovery;

public sealed class ReopenPaceTests
{
    private readonly ReopenPace _pace = new(3, new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), static () => 0));

    [Fact]
    public void Pause_FirstShortConnectionWithProgress_IsNone()
    {
        _pace.Ended(TimeSpan.FromSeconds(1), progress: true, blameless: false);
        Assert.Equal(TimeSpan.Zero, _pace.Pause);
    }

    [Fact]
    public void Pause_ManyShortConnectionsWithProgress_GrowsButNeverExhausts()
    {
        for (var i = 0; i < 100; i++)
            _pace.Ended(TimeSpan.FromSeconds(1), progress: true, blameless: false);
        Assert.Equal(TimeSpan.FromSeconds(1), _pace.Pause);
        Assert.False(_pace.IsExhausted);

        _pace.Ended(ReopenPace.LongLife, progress: true, blameless: false);
        Assert.Equal(TimeSpan.Zero, _pace.Pause);
    }

    [Fact]
    public void IsExhausted_EndsAndFailedOpensWithoutProgress_AddUp()
    {
        _pace.Ended(TimeSpan.FromMinutes(1), progress: false, blameless: false);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _pace.Pause);
        _pace.OpenFailed();
        Assert.False(_pace.IsExhausted);
        _pace.OpenFailed();
        Assert.True(_pace.IsExhausted);
    }

    [Fact]
    public void IsExhausted_ProgressInBetween_StartsAnew()
    {
        _pace.OpenFailed();
        _pace.OpenFailed();
        _pace.Ended(TimeSpan.FromSeconds(1), progress: true, blameless: false);
        _pace.OpenFailed();
        Assert.False(_pace.IsExhausted);
    }
}
