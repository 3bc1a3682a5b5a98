using SqsIngestor.Zerobus.Internal.Recovery;

namespace SqsIngestor.Zerobus.Tests.Internal.Recovery;

public sealed class SharingPolicyTests
{
    private readonly SharingPolicy _policy = new();

    [Fact]
    public void Ended_TwoSharedConnectionsInVain_IsAloneUntilAPlannedEnd()
    {
        Assert.False(_policy.IsAlone);
        _policy.Ended(wasShared: true, inVain: true, isPlanned: false);
        Assert.False(_policy.IsAlone);
        _policy.Ended(wasShared: true, inVain: true, isPlanned: false);
        Assert.True(_policy.IsAlone);

        _policy.Ended(wasShared: false, inVain: false, isPlanned: false);
        Assert.True(_policy.IsAlone);
        _policy.Ended(wasShared: false, inVain: false, isPlanned: true);
        Assert.False(_policy.IsAlone);
        _policy.Ended(wasShared: true, inVain: true, isPlanned: false);
        Assert.False(_policy.IsAlone);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Ended_SomethingElseBetween_StartsAnew(bool wasShared, bool inVain)
    {
        _policy.Ended(wasShared: true, inVain: true, isPlanned: false);
        _policy.Ended(wasShared, inVain, isPlanned: false);
        _policy.Ended(wasShared: true, inVain: true, isPlanned: false);

        Assert.False(_policy.IsAlone);
    }
}
