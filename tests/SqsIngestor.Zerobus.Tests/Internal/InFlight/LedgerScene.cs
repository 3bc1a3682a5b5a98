using System.Globalization;
using System.Text;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Internal.InFlight;
using SqsIngestor.Zerobus.Internal.Telemetry;
using SqsIngestor.Zerobus.Internal.Wire;

namespace SqsIngestor.Zerobus.Tests.Internal.InFlight;

/// <summary>A ledger against a service that is played here: no network, no threads, no time.</summary>
internal sealed class LedgerScene
{
    private readonly bool _byStatus;
    private readonly bool _acksBefore;
    private readonly Dictionary<long, RefusedWrite> _refused = [];
    private readonly Queue<Action> _later = [];

    public LedgerScene(bool byStatus, bool acksBefore, int mostWrites = 50_000, QuietClock? clock = null)
    {
        Clock = clock ?? new QuietClock();
        var options = new ZerobusClientOptions
        {
            Endpoint = new Uri("http://127.0.0.1"),
            MaxInFlightRequests = mostWrites,
        };
        (_byStatus, _acksBefore) = (byStatus, acksBefore);
        Ledger = new StreamLedger(
            ZerobusRig.Proto, options, InFlightBudget.OfBytes(null, Clock), Clock, new StreamTelemetry(ZerobusRig.Table));
    }

    public QuietClock Clock { get; }

    public StreamLedger Ledger { get; }

    public List<int> Durable { get; } = [];

    public int Connections { get; private set; }

    public int ConnectionsThatEnded { get; private set; }

    /// <summary>How many of the rows that the service has read before it ends a connection are not acked then.</summary>
    public int AcksLagBy { get; init; }

    /// <summary>Whether the client sends all that it may before the service reads the first of it.</summary>
    public bool SendsAhead { get; init; }

    /// <summary>How many rows the part of the service takes that the next connection reaches; it refuses all others.</summary>
    public Func<int> MostTaken { get; init; } = static () => int.MaxValue;

    public ZerobusErrorCode? OutcomeOf(int write) => RefusalOf(write)?.Code;

    public RefusedWrite? RefusalOf(int write) => _refused.GetValueOrDefault(write);

    public ValueTask<long> WriteAsync(
        int number, bool isBad, long key, DateTimeOffset? expires, bool suspect = false)
    {
        var terms = new WriteTerms { OrderingKey = key, Expires = expires, IsSuspect = suspect };
        var body = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture) + (isBad ? "!" : ""));
        return Ledger.Writes.WriteAsync(RecordSource.Single(body) with { Terms = terms }, CancellationToken.None);
    }

    public void Write(int number, bool isBad, long key, DateTimeOffset? expires = null, bool suspect = false)
    {
        var write = WriteAsync(number, isBad, key, expires, suspect);
        Assert.True(write.IsCompletedSuccessfully);
    }

    /// <summary>As <see cref="Write"/>, once everything before it is settled.</summary>
    public void WriteLater(int number, bool isBad, bool suspect) =>
        _later.Enqueue(() => Write(number, isBad, key: 0, suspect: suspect));

    /// <summary>Sends everything, commits nothing, and loses the connection.</summary>
    public void LoseConnection()
    {
        Ledger.Connected();
        while (Ledger.TryTake(new RequestFrame(), out _) == TakeResult.Taken)
        {
        }

        Ledger.Disconnected();
    }

    /// <summary>Plays connections until everything is settled.</summary>
    public void Run(int mostConnections = 10_000)
    {
        for (var left = mostConnections; left > 0 && (!Ledger.IsSettled || WriteNext()); left--)
        {
            Connections++;
            Connect();
        }
    }

    private bool WriteNext()
    {
        if (!Ledger.IsSettled || !_later.TryDequeue(out var write)) return false;
        write();
        return true;
    }

    private void Connect()
    {
        Ledger.Connected();
        var frame = new RequestFrame();
        var sent = new List<string>();
        var acked = 0;
        var mostTaken = MostTaken();
        while (true)
        {
            while (Ledger.TryTake(frame, out _) == TakeResult.Taken)
            {
                sent.Add(string.Concat(frame.Body.Select(piece => Encoding.ASCII.GetString(piece.Span))));
                if (!SendsAhead && (sent.Count > mostTaken || IsBad(sent[^1]))) break;
            }

            // The service refuses what it reads, however much of what precedes it is acked.
            var refused = sent.FindIndex(acked, IsBad);
            if (sent.Count > mostTaken && !(refused >= 0 && refused < mostTaken)) refused = mostTaken;
            if (refused >= 0)
            {
                if (_acksBefore) Ack(Math.Max(acked, refused - AcksLagBy));
                ConnectionsThatEnded++;
                Ledger.Ended(_byStatus, cause: 1, "");
                Ledger.Disconnected();
                Report();
                return;
            }

            Report();
            if (acked == sent.Count)
            {
                if (!WriteNext()) return;
                continue;
            }

            Ack(sent.Count);
            Report();
        }

        static bool IsBad(string row) => row.EndsWith('!');

        void Ack(int count)
        {
            if (count == acked) return;
            Durable.AddRange(sent[acked..count].Select(text => int.Parse(text, CultureInfo.InvariantCulture)));
            acked = count;
            Assert.Equal(AckResult.Progress, Ledger.Ack(count - 1));
        }
    }

    private void Report()
    {
        var last = -1L;
        while (Ledger.TryTakeEvent(out var settled))
        {
            Assert.True(settled.UpToOffset > last);
            last = settled.UpToOffset;
            if (settled.Refused is { } refused) _refused.Add(refused.Offset, refused);
        }
    }
}
