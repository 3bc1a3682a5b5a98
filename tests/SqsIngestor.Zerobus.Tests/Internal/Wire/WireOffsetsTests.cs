using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.Wire;

public sealed class WireOffsetsTests
{
    private readonly WireOffsets _offsets = new();

    [Fact]
    public void Take_AfterReset_BeginsAtZero()
    {
        Assert.Equal([0L, 1L], new[] { _offsets.Take(), _offsets.Take() });
        _offsets.Reset();
        Assert.Equal(0, _offsets.Take());
    }

    [Fact]
    public void Ack_Cumulative_SettlesAllUpToIt()
    {
        for (var i = 0; i < 10; i++)
            _offsets.Take();
        Assert.Equal(4, _offsets.Ack(3));
        Assert.Equal(6, _offsets.Outstanding);
        Assert.Equal(0, _offsets.Ack(3));
        Assert.Equal(6, _offsets.Ack(9));
        Assert.Equal(0, _offsets.Outstanding);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Ack_BackOrBeyondWhatWasSent_IsOutsideTheProtocol(long ack)
    {
        _offsets.Take();
        _offsets.Take();
        Assert.Equal(2, _offsets.Ack(1));
        Assert.Null(_offsets.Ack(ack));
    }
}
