using SqsIngestor.Pipeline.Batches;

namespace SqsIngestor.Pipeline.Tests.Batches;

public sealed class FifoGroupsTests
{
    /// <summary>What comes later follows from it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Failed_Twice_KeepsTheFirstReason(bool isOutOfTime)
    {
        var group = new FifoGroup(1);
        group.Failed(isOutOfTime);
        group.Failed(!isOutOfTime);
        Assert.Equal((true, isOutOfTime), (group.HasFailed, group.IsOutOfTime));
    }

    [Fact]
    public void CanSend_ASuspectWaits_HoldsWhatIsBehindIt()
    {
        var group = new FifoGroup(1) { Suspect = 5 };
        Assert.Equal((true, true, false), (group.CanSend(4), group.CanSend(5), group.CanSend(6)));
        group.Suspect = null;
        Assert.True(group.CanSend(6));
        group.MustSettle = true;
        Assert.True(group.CanSend(6));
        group.Sent(6, stream: null);
        Assert.False(group.CanSend(7));
        group.FirstSettled();
        Assert.True(group.CanSend(7));
        group.Failed(isOutOfTime: false);
        Assert.False(group.CanSend(7));
    }
}
