using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>A record of a batch: the write, and its place in it.</summary>
internal readonly record struct BatchRecord(int Write, int Index);

/// <summary>A ledger of batches against a service whose steps a test chooses one by one.</summary>
internal sealed class BatchScene
{
    private readonly Dictionary<int, int> _sizes = [];
    private List<BatchRecord[]> _sent = [];
    private int _acked;
    private long _reported = -1;

    public BatchScene()
    {
        var options = new ZerobusClientOptions { Endpoint = new Uri("http://127.0.0.1") };
        Ledger = new StreamLedger(
            ZerobusRig.Proto, options, InFlightBudget.OfBytes(null, Clock), Clock, new StreamTelemetry(ZerobusRig.Table));
        Ledger.Connected();
    }

    public QuietClock Clock { get; } = new();

    public StreamLedger Ledger { get; }

    /// <summary>What the service has acked.</summary>
    public HashSet<BatchRecord> Acked { get; } = [];

    /// <summary>What the client says is durable.</summary>
    public HashSet<BatchRecord> Durable { get; } = [];

    /// <summary>What the client says of the writes that did not become durable.</summary>
    public Dictionary<int, RefusedWrite> Refused { get; } = [];

    public void Write(int records, WriteTerms terms = default)
    {
        var write = _sizes.Count;
        var batch = Enumerable.Range(0, records).Select(i => new ReadOnlyMemory<byte>([(byte)write, (byte)i])).ToArray();
        var accepted = Ledger.Writes.WriteAsync(RecordSource.Batch(batch) with { Terms = terms }, default);
        Assert.True(accepted.IsCompletedSuccessfully);
        _sizes[write] = records;
    }

    /// <summary>Takes one request from the ledger; empty if there is none.</summary>
    public BatchRecord[] Take()
    {
        var frame = new RequestFrame();
        var taken = Ledger.TryTake(frame, out _) == TakeResult.Taken;
        Report();
        if (!taken) return [];
        // Each record has a tag, a length and two bytes.
        var body = frame.Body.SelectMany(static piece => piece.ToArray()).Chunk(4);
        _sent.Add([.. body.Select(static bytes => new BatchRecord(bytes[2], bytes[3]))]);
        return _sent[^1];
    }

    /// <summary>The service acks everything that it got on this connection.</summary>
    public void Ack()
    {
        if (_acked == _sent.Count) return;
        Acked.UnionWith(_sent[_acked..].SelectMany(static records => records));
        _acked = _sent.Count;
        Assert.Equal(AckResult.Progress, Ledger.Ack(_acked - 1));
        Report();
    }

    /// <summary>The service ends the connection, and the next one begins.</summary>
    public void End(bool byStatus)
    {
        Ledger.Ended(byStatus, byStatus ? 3 : 14, "");
        Ledger.Disconnected();
        Report();
        (_sent, _acked) = ([], 0);
        Ledger.Connected();
        Report();
    }

    public void Withdraw(long key)
    {
        Ledger.Writes.Withdraw(key);
        Report();
    }

    private void Report()
    {
        while (Ledger.TryTakeEvent(out var settled))
        {
            var before = Durable.Count;
            for (_reported++; _reported <= settled.UpToOffset; _reported++)
            {
                var write = (int)_reported;
                var refused = settled.Refused?.Offset == write ? settled.Refused : null;
                if (refused is not null) Refused.Add(write, refused);
                Durable.UnionWith(
                    Enumerable.Range(0, _sizes[write]).Except(refused?.Indexes ?? []).Select(i => new BatchRecord(write, i)));
            }

            _reported = settled.UpToOffset;
            Assert.Equal(settled.RecordCount, Durable.Count - before);
        }
    }
}
