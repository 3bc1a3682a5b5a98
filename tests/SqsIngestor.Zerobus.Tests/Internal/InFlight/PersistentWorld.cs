using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>
/// The ledger of a persistent stream against a service that keeps what it has committed over connections, with steps of chance:
/// acks are lost, connections end for a bad record or for none, and writes expire or are withdrawn.
/// </summary>
internal sealed class PersistentWorld
{
    // A request on its way: its offset and its records.
    private readonly record struct Request(long Position, BatchRecord[] Records);

    private readonly Random _random;
    private readonly QuietClock _clock = new();
    private readonly StreamLedger _ledger;
    private readonly Queue<Request> _onTheWay = [];
    private readonly HashSet<int> _bad = [];
    private readonly List<int> _sizes = [];
    private readonly Dictionary<long, SentWrite> _notes = [];
    private readonly Dictionary<long, BatchRecord[]> _committedAt = [];
    private long _committed;
    private long _acked;
    private bool _ended;

    public PersistentWorld(int seed, long first)
    {
        _random = new Random(seed);
        _committed = _acked = first - 1;
        First = first;
        var options = new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1") };
        var stream = ZerobusRig.Proto with { Persistent = new PersistentStreamOptions() };
        _ledger = new StreamLedger(
            stream, options, InFlightBudget.OfBytes(null, _clock), _clock, new StreamTelemetry(ZerobusRig.Table), first: first);
        Assert.True(_ledger.Connected(_committed));
    }

    /// <summary>The offset of the first write.</summary>
    public long First { get; }

    /// <summary>What the service has committed, in order.</summary>
    public List<BatchRecord> Log { get; } = [];

    /// <summary>What the client said of each write; null for a durable one.</summary>
    public Dictionary<int, RefusedWrite?> Outcomes { get; } = [];

    public int Writes => _sizes.Count;

    public int SizeOf(int write) => _sizes[write];

    /// <summary>One step of chance.</summary>
    public void Step()
    {
        switch (_random.Next(12))
        {
            case 0 or 1 or 2:
                Write();
                break;
            case 3 or 4 or 5:
                Send();
                break;
            case 6 or 7:
                Read();
                break;
            case 8:
                Ack();
                break;
            case 9:
                _clock.Advance(TimeSpan.FromSeconds(1));
                break;
            case 10 when _random.Next(3) == 0:
                End(byStatus: false);
                break;
            case 11 when _random.Next(6) == 0:
                _ledger.Writes.Withdraw(1 + _random.Next(3));
                break;
        }

        if (_ended) Reconnect();
        Report();
    }

    /// <summary>Everything goes well from now on, but for bad records.</summary>
    public void Finish()
    {
        for (var left = 10_000; !_ledger.IsSettled && left > 0; left--)
        {
            Send();
            while (_onTheWay.Count > 0 && !_ended) Read();
            Ack();
            if (_ended) Reconnect();
            Report();
        }

        Assert.True(_ledger.IsSettled);
    }

    /// <summary>What the last note for each position says, for those that are committed.</summary>
    public IEnumerable<(SentWrite Note, BatchRecord[] Committed)> CommittedNotes() =>
        _committedAt.Select(pair => (_notes[pair.Key], pair.Value));

    private void Write()
    {
        var (write, records) = (_sizes.Count, _random.Next(3) == 0 ? 1 + _random.Next(6) : 1);
        var terms = new WriteTerms
        {
            OrderingKey = _random.Next(4) == 0 ? 1 + _random.Next(3) : 0,
            Expires = _random.Next(6) == 0 ? _clock.GetUtcNow().AddSeconds(_random.Next(1, 6)) : null,
            IsSuspect = _random.Next(20) == 0,
        };
        var batch = Enumerable.Range(0, records)
            .Select(i => new ReadOnlyMemory<byte>([(byte)(write >> 8), (byte)write, (byte)i])).ToArray();
        try
        {
            var accepted = _ledger.Writes.WriteAsync(RecordSource.Batch(batch) with { Terms = terms }, default);
            Assert.True(accepted.IsCompletedSuccessfully);
        }
        catch (ZerobusException e) when (e.Code == ZerobusErrorCode.RecordWithdrawn)
        {
            // Its key has failed.
            return;
        }

        _sizes.Add(records);
        for (var i = 0; i < records; i++)
        {
            if (_random.Next(12) == 0) _bad.Add((write << 4) | i);
        }
    }

    private void Send()
    {
        var frame = new RequestFrame(isPersistent: true);
        while (!_ended && _ledger.TryTake(frame, out _) == TakeResult.Taken)
        {
            // Each record has a tag, a length and three bytes.
            var body = frame.Body.SelectMany(static piece => piece.ToArray()).Chunk(5);
            var records = body.Select(static bytes => new BatchRecord((bytes[2] << 8) | bytes[3], bytes[4])).ToArray();
            _onTheWay.Enqueue(new Request(frame.WireOffset, records));
            Assert.Equal(frame.WireOffset, frame.Sent.Position);
            _notes[frame.WireOffset] = frame.Sent;
            if (_random.Next(8) == 0) break;
        }
    }

    private void Read()
    {
        if (_ended || !_onTheWay.TryDequeue(out var request)) return;
        Assert.Equal(_committed + 1, request.Position);
        if (request.Records.Any(record => _bad.Contains((record.Write << 4) | record.Index)))
        {
            // Sometimes with the acks that are due, sometimes without.
            if (_random.Next(2) == 0) Ack();
            End(byStatus: true);
            return;
        }

        _committed = request.Position;
        _committedAt[_committed] = request.Records;
        Log.AddRange(request.Records);
    }

    private void Ack()
    {
        if (_ended || _acked == _committed) return;
        _acked += 1 + _random.NextInt64(_committed - _acked);
        Assert.Equal(AckResult.Progress, _ledger.Ack(_acked));
    }

    private void End(bool byStatus)
    {
        _ledger.Ended(byStatus, byStatus ? 3 : 14, "");
        _ledger.Disconnected();
        _onTheWay.Clear();
        _ended = true;
    }

    private void Reconnect()
    {
        Assert.True(_ledger.Connected(_committed));
        (_ended, _acked) = (false, _committed);
    }

    private void Report()
    {
        while (_ledger.TryTakeEvent(out var settled))
        {
            for (var write = Outcomes.Count; write <= settled.UpToOffset - First; write++)
                Outcomes[write] = settled.Refused is { } refused && refused.Offset == First + write ? refused : null;
        }
    }
}
