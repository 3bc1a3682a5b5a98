using SqsIngestor.Zerobus.Internal.Recovery;

namespace SqsIngestor.Zerobus.Tests.Internal.Recovery;

public sealed class ReconnectPolicyTests
{
    private readonly ReconnectPolicy _policy = new(
        3, static failures => TimeSpan.FromMilliseconds(Math.Min(100 * failures, 1_000)));

    [Fact]
    public void Pause_AfterProgress_IsNone()
    {
        _policy.Ended(progress: false, blameless: false, mayBeARecord: true);
        _policy.Ended(progress: true, blameless: false, mayBeARecord: true);
        Assert.Equal(TimeSpan.Zero, _policy.Pause);
    }

    [Fact]
    public void IsExhausted_EndsAndFailedOpensWithoutProgress_AddUp()
    {
        _policy.Ended(progress: false, blameless: false, mayBeARecord: true);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _policy.Pause);
        _policy.OpenFailed();
        Assert.False(_policy.IsExhausted);
        _policy.OpenFailed();
        Assert.True(_policy.IsExhausted);
    }

    [Fact]
    public void IsExhausted_ProgressInBetween_StartsAnew()
    {
        _policy.OpenFailed();
        _policy.OpenFailed();
        _policy.Ended(progress: true, blameless: false, mayBeARecord: true);
        _policy.OpenFailed();
        Assert.False(_policy.IsExhausted);
    }

    [Fact]
    public void MayBeARecord_OneEndThatNoRecordCanCause_IsFalseUntilTheNextProgress()
    {
        _policy.Ended(progress: false, blameless: false, mayBeARecord: true);
        Assert.True(_policy.MayBeARecord);
        _policy.Ended(progress: false, blameless: false, mayBeARecord: false);
        _policy.Ended(progress: false, blameless: false, mayBeARecord: true);
        Assert.False(_policy.MayBeARecord);
        _policy.Ended(progress: true, blameless: false, mayBeARecord: true);
        Assert.True(_policy.MayBeARecord);
        _policy.OpenFailed();
        Assert.False(_policy.MayBeARecord);
    }
}
