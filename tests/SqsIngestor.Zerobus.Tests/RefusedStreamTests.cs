using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

public sealed class RefusedStreamTests
{
    // An open that waits for an answer to an empty body would wait for this time, and the test with it.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(nameof(Refusal.Stream))]
    [InlineData(nameof(Refusal.GoAway))]
    public async Task Open_RefusedUnread_OpensWithTheNextAttempt(string refusal)
    {
        RefusingDoor? door = null;
        await using var rig = await ZerobusRig.StartAsync(
            tune: static o => o with { OpenTimeout = Never, OpenAttempts = 2 },
            through: endpoint => (door = new RefusingDoor(endpoint, Enum.Parse<Refusal>(refusal))).Endpoint);
        await using (door)
        {
            var stream = await rig.OpenAsync();
            await stream.WriteAsync(ZerobusRig.Record(0));
            await stream.CloseAsync().WaitAsync(ZerobusRig.Patience);

            Assert.Equal(["record-0"], rig.Durable);
            Assert.InRange(door!.Refused, 1, 2);
        }
    }

    [Fact]
    public async Task Open_AlwaysRefusedUnread_SaysSo()
    {
        RefusingDoor? door = null;
        await using var rig = await ZerobusRig.StartAsync(
            tune: static o => o with { OpenTimeout = Never, OpenAttempts = 3 },
            through: endpoint => (door = new RefusingDoor(endpoint, Refusal.Stream, int.MaxValue)).Endpoint);
        await using (door)
        {
            var error = await Assert.ThrowsAsync<ZerobusException>(() => rig.OpenAsync());

            Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
            Assert.Contains("refused the call", error.Message, StringComparison.Ordinal);
        }
    }
}
