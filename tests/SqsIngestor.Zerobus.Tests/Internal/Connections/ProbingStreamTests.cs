using System.Buffers.Binary;
using CsCheck;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

public sealed class ProbingStreamTests
{
    // Frames of any type; the fourth kind of six is an answer to our PING, the fifth differs from one in one byte.
    private static readonly Gen<byte[]> Frame = Gen
        .Select(Gen.Int[0, 5], Gen.Byte.Array[0, 40], Gen.Byte, Gen.Int[0, 16], Gen.UInt)
        .Select(static (kind, payload, type, at, number) => kind switch
        {
            3 => Pong(number),
            4 => Almost(number, at, type),
            5 => Bytes(6, 1, [0, 0, 0, 0, 0, 0, 0, type]),
            _ => Bytes(type, 0, payload),
        });

    private static readonly Gen<int[]> Sizes = Gen.Int[1, 30].Array[1, 20];

    [Fact]
    public Task Read_AnyFramesInAnyPieces_TakesOutOurAnswersAndNothingElse() =>
        Gen.Select(Frame.Array[0, 12], Sizes, Sizes, Gen.Int[0, 20]).SampleAsync(async (frames, pieces, buffers, cut) =>
        {
            var sent = frames.SelectMany(static f => f).ToArray();
            // The last frame may be cut off.
            sent = sent[..Math.Max(0, sent.Length - cut)];
            var expected = WithoutPongs(sent);
            var stream = new ProbingStream(new PiecewiseStream(sent, pieces));

            var read = new List<byte>();
            for (var i = 0; ; i++)
            {
                var buffer = new byte[buffers[i % buffers.Length]];
                var length = await stream.ReadAsync(buffer);
                if (length == 0)
                    break;
                read.AddRange(buffer.AsSpan(0, length));
            }

            Assert.Equal(expected, read);
        });

    [Fact]
    public Task Write_PingsBetweenWrites_CutNoFrame() =>
        Gen.Select(Gen.Byte.Array[0, 40].Array[1, 12], Sizes, Gen.Int[1, 5]).SampleAsync(async (payloads, pieces, pings) =>
        {
            var inner = new PiecewiseStream([], pieces);
            var stream = new ProbingStream(inner);
            var pinging = Task.Run(async () =>
            {
                for (var i = 0; i < pings; i++)
                {
                    _ = stream.PingAsync();
                    await Task.Yield();
                }
            });
            foreach (var payload in payloads)
                await stream.WriteAsync(Bytes(0, 0, payload));
            await pinging;
            var length = payloads.Sum(static p => 9 + p.Length) + (pings * 17);
            await Eventually.HoldsAsync(() => inner.Written.Length == length);

            var frames = Split(inner.Written);
            Assert.Equal(payloads, frames.Where(static f => f[3] == 0).Select(static f => f[9..]));
            Assert.Equal(
                Enumerable.Range(1, pings).Select(static i => (uint)i),
                frames.Where(static f => f[3] == 6)
                    .Select(static f => BinaryPrimitives.ReadUInt32BigEndian(f.AsSpan(13))).Order());
        });

    [Fact]
    public async Task Ping_Answered_Completes()
    {
        var inner = new PiecewiseStream([.. Bytes(0, 0, [1, 2]), .. Pong(1)], [64]);
        var stream = new ProbingStream(inner);

        var answer = stream.PingAsync();
        Assert.Equal(11, await stream.ReadAsync(new byte[64]));
        Assert.Equal(0, await stream.ReadAsync(new byte[64]));

        await answer.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Ping_AnswerToAnEarlierOne_ProvesOnlyThat()
    {
        var stream = new ProbingStream(new PiecewiseStream(Pong(1), [64]));

        var first = stream.PingAsync();
        var second = stream.PingAsync();
        Assert.Equal(0, await stream.ReadAsync(new byte[64]));

        await first.WaitAsync(Eventually.Patience);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task Ping_AnswerToALaterOne_ProvesTheEarlierOnesToo()
    {
        var stream = new ProbingStream(new PiecewiseStream(Pong(2), [64]));

        var (first, second, third) = (stream.PingAsync(), stream.PingAsync(), stream.PingAsync());
        Assert.Equal(0, await stream.ReadAsync(new byte[64]));

        await Task.WhenAll(first, second).WaitAsync(Eventually.Patience);
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Ping_WriteFails_IsNeverAnsweredAndThrowsNothing()
    {
        var inner = new PiecewiseStream([], [64]);
        await inner.DisposeAsync();
        var stream = new ProbingStream(inner);

        Assert.False(stream.PingAsync().IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.WriteAsync(new byte[9]).AsTask());
    }

    private static byte[] Pong(uint number)
    {
        var frame = new byte[PongFilter.PingLength];
        PongFilter.WritePing(frame, number);
        frame[4] = 1;
        return frame;
    }

    // What the length says must stay true, or the frames behind it are none.
    private static byte[] Almost(uint number, int at, byte other)
    {
        var frame = Pong(number);
        frame[Math.Clamp(at, 3, 12)] ^= (byte)Math.Max((byte)1, other);
        return frame;
    }

    private static byte[] Bytes(byte type, byte flags, byte[] payload) =>
        [0, 0, (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];

    private static List<byte[]> Split(byte[] bytes)
    {
        var frames = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var end = at + 9 > bytes.Length ? bytes.Length : Math.Min(bytes.Length, at + 9 + bytes[at + 2]);
            frames.Add(bytes[at..end]);
            at = end;
        }

        return frames;
    }

    private static byte[] WithoutPongs(byte[] bytes) =>
    [
        .. Split(bytes)
            .Where(static f => f.Length != 17 || !f.AsSpan(0, 13).SequenceEqual(Pong(0).AsSpan(0, 13)))
            .SelectMany(static f => f),
    ];

    /// <summary>Gives and takes bytes in pieces of the given sizes, sometimes later.</summary>
    private sealed class PiecewiseStream(byte[] incoming, int[] sizes) : MemoryStream
    {
        private readonly List<byte> _written = [];
        private int _at;
        private int _turn;
        private bool _disposed;

        public byte[] Written
        {
            get
            {
                lock (_written)
                    return [.. _written];
            }
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_turn % 2 == 1)
                await Task.Yield();
            var length = Math.Min(Math.Min(buffer.Length, sizes[_turn++ % sizes.Length]), incoming.Length - _at);
            incoming.AsMemory(_at, length).CopyTo(buffer);
            _at += length;
            return length;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            while (buffer.Length > 0)
            {
                var length = Math.Min(buffer.Length, sizes[_turn++ % sizes.Length]);
                lock (_written)
                    _written.AddRange(buffer.Span[..length]);
                buffer = buffer[length..];
                if (_turn % 2 == 1)
                    await Task.Yield();
            }
        }

        protected override void Dispose(bool disposing)
        {
            _disposed = true;
            base.Dispose(disposing);
        }
    }
}
