using CsCheck;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

public sealed class ConnectionWatchTests
{
    private static readonly byte[] Settings =
        Frame(4, 0, [0, 1, 0, 0, 16, 0, 0, 3, 0, 0, 0, 7, 0, 4, 0, 1, 0, 0]);

    private readonly QuietClock _clock = new();

    [Fact]
    public void Read_FramesInPieces_FindsTheSettingsAndTheGoodbye() =>
        Gen.Int[1, 40].Array[1, 20].Sample(pieces =>
        {
            var watch = new ConnectionWatch(_clock);
            // Data that looks like a goodbye, and an answer to the client's own settings.
            byte[] before = [.. Frame(0, 0, Frame(7, 0, [1])), .. Frame(4, 1, [])];
            ReadInPieces(watch, [.. before], pieces);
            Assert.False(watch.Ready.IsCompleted);
            Assert.False(watch.IsLeaving);

            ReadInPieces(watch, [.. Settings, .. Frame(0, 1, [])], pieces);
            Assert.True(watch.Ready.IsCompleted);
            Assert.Equal(7, watch.MaxStreams);
            Assert.False(watch.IsLeaving);

            ReadInPieces(watch, Frame(7, 0, new byte[8]), pieces);
            Assert.True(watch.IsLeaving);
        }, iter: 200);

    [Fact]
    public void Read_SettingsWithoutALimit_HaveNone()
    {
        var watch = new ConnectionWatch(_clock);

        watch.Read(Frame(4, 0, []));

        Assert.True(watch.Ready.IsCompleted);
        Assert.Equal(int.MaxValue, watch.MaxStreams);
    }

    [Fact]
    public void Read_ALimitBeyondInt_IsTheLargest()
    {
        var watch = new ConnectionWatch(_clock);

        watch.Read(Frame(4, 0, [0, 3, 255, 255, 255, 255]));

        Assert.Equal(int.MaxValue, watch.MaxStreams);
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    public async Task Follow_AReadOfNothing_IsTheEndOnlyIfThereWasRoom(int length, bool hasRoom, bool isOver)
    {
        var watch = new ConnectionWatch(_clock);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), watch.Silence);

        Assert.Equal(length, await watch.FollowAsync(new ValueTask<int>(length), hasRoom));

        Assert.Equal(isOver, watch.IsLeaving);
        Assert.Equal(isOver, watch.Ready.IsCompleted);
        Assert.Equal(TimeSpan.Zero, watch.Silence);
    }

    [Fact]
    public async Task Follow_AReadThatFails_IsTheEnd()
    {
        var watch = new ConnectionWatch(_clock);

        await Assert.ThrowsAsync<IOException>(
            () => watch.FollowAsync(ValueTask.FromException<int>(new IOException()), true).AsTask());

        Assert.True(watch.IsLeaving);
    }

    private static void ReadInPieces(ConnectionWatch watch, byte[] bytes, int[] pieces)
    {
        for (var (at, i) = (0, 0); at < bytes.Length; i++)
        {
            var length = Math.Min(pieces[i % pieces.Length], bytes.Length - at);
            watch.Read(bytes.AsSpan(at, length));
            at += length;
        }
    }

    private static byte[] Frame(byte type, byte flags, byte[] payload) =>
        [0, 0, (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];
}
