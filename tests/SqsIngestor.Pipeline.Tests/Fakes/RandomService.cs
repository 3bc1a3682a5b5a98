using System.Text.RegularExpressions;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>
/// A service that acks, refuses, interrupts and breaks at random, as the client tells it: rows are settled in their order, and of
/// an ordering key nothing is acked behind a failure. It refuses rows whose id begins with x, and no others. It notes whatever
/// must not happen: a row that is written although an earlier copy of it is durable or may become so, a suspected row that is not
/// alone, and a row of a group that is acked before an earlier one.
/// </summary>
internal sealed partial class RandomService(PipelineRig rig, Random random)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<FakeStream, SortedList<int, Row>> _rows = [];
    private readonly HashSet<long> _failedKeys = [];
    private readonly HashSet<FakeStream> _silent = [];
    private readonly AsyncLocal<int> _batch = new();

    private enum State
    {
        Unsettled,
        Acked,
        Failed,
    }

    /// <summary>What must not happen and did.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>The messages that must be durable before a message.</summary>
    public Func<string, IEnumerable<string>> Before { get; set; } = static _ => [];

    /// <summary>Whether it acks whatever it can, and breaks nothing.</summary>
    public bool IsHealthy { get; set; }

    public void Prepare(FakeStream stream, int number)
    {
        lock (_gate) _rows.Add(stream, []);
        stream.HoldsAcks = true;
        stream.OnWrite = row => Written(stream, row);
    }

    /// <summary>What the caller writes from now on belongs to a batch.</summary>
    public void Begins(int batch) => _batch.Value = batch;

    /// <summary>In how many tables a message is durable.</summary>
    public int TablesOf(string id)
    {
        lock (_gate)
        {
            return _rows.Where(rows => rows.Value.Values.Any(row => row.Id == id && row.State == State.Acked))
                .Select(static rows => rows.Key.Table).Distinct().Count();
        }
    }

    /// <summary>Does one thing to one of the streams.</summary>
    public void Step()
    {
        var open = rig.Streams.Opened.Where(static stream => stream.IsOpen).ToList();
        if (open.Count == 0) return;
        var stream = open[random.Next(open.Count)];
        if (IsHealthy)
        {
            (stream.IsFull, stream.InterruptedFor) = (false, TimeSpan.Zero);
            Settle(stream, int.MaxValue);
            return;
        }
        switch (random.Next(20))
        {
            case 0:
                Break(stream);
                break;
            case 1:
                stream.InterruptedFor = random.Next(2) * TableStreams.Grace;
                break;
            case 2:
                stream.IsFull = !stream.IsFull;
                break;
            case 3:
                if (!_silent.Remove(stream)) _silent.Add(stream);
                break;
            case < 14 when !_silent.Contains(stream):
                Settle(stream, random.Next(1, 4));
                break;
        }
    }

    [GeneratedRegex("[ax][0-9]+")]
    private static partial Regex Ids();

    private void Written(FakeStream stream, string text)
    {
        lock (_gate)
        {
            var offset = stream.Rows.ToList().LastIndexOf(text);
            var row = new Row(Ids().Match(text).Value, stream.Terms[offset], _batch.Value);
            Check(stream, row);
            _rows[stream].Add(offset, row);
            if (stream.Failure is not null) Failed(row);
        }
    }

    private void Check(FakeStream stream, Row row)
    {
        var copies = _rows.Where(rows => rows.Key.Table == stream.Table).SelectMany(static rows => rows.Value.Values);
        if (copies.FirstOrDefault(copy => copy.Id == row.Id && copy.State != State.Failed) is { } copy)
            Violations.Add($"{row.Id} is written to {stream.Table} while a copy is {copy.State}.");
        if (!row.Terms.IsSuspect) return;
        // What was given up may never end.
        var awaited = _rows[stream].Where(other => !stream.GivenUp.Contains(other.Key)).Select(static other => other.Value);
        if (awaited.FirstOrDefault(other => other.State == State.Unsettled && IsBeside(other, row)) is { } beside)
            Violations.Add($"{row.Id} is suspected, and written behind {beside.Id}.");
    }

    // Whether two rows of one batch are of different groups.
    private static bool IsBeside(Row row, Row other) =>
        row.Batch == other.Batch && (row.Terms.OrderingKey == 0 || row.Terms.OrderingKey != other.Terms.OrderingKey);

    private void Break(FakeStream stream)
    {
        lock (_gate)
        {
            foreach (var row in _rows[stream].Values.Where(static row => row.State == State.Unsettled)) Failed(row);
            stream.Fail(FakeStreams.Error(ZerobusErrorCode.NoProgress));
        }
    }

    private void Settle(FakeStream stream, int most)
    {
        for (; most > 0; most--)
        {
            int offset;
            ZerobusException? error;
            lock (_gate)
            {
                // One that was written and is not noted yet is not acked yet.
                offset = _rows[stream].Values.Count(static row => row.State != State.Unsettled);
                if (!_rows[stream].TryGetValue(offset, out var row)) return;
                error = ErrorOf(stream, row, offset);
                if (error is null) Acked(row);
                else Failed(row);
            }
            if (error is null) stream.AckAt(offset);
            else stream.Refuse(offset, error);
        }
    }

    private ZerobusException? ErrorOf(FakeStream stream, Row row, int offset)
    {
        var isWithdrawn = _failedKeys.Contains(row.Terms.OrderingKey) || stream.Withdrawn.Contains(row.Terms.OrderingKey);
        var isGivenUp = stream.GivenUp.Contains(offset) && random.Next(2) == 0;
        if ((row.Terms.OrderingKey != 0 && isWithdrawn) || isGivenUp)
            return FakeStreams.Error(ZerobusErrorCode.RecordWithdrawn);
        if (row.Id[0] != 'x') return null;
        return random.Next(3) == 0 ? FakeStreams.Error(ZerobusErrorCode.RecordSuspected) : FakeStreams.Refusal();
    }

    private void Acked(Row row)
    {
        row.State = State.Acked;
        var durable = _rows.Values.SelectMany(static rows => rows.Values).Where(static row => row.State == State.Acked)
            .Select(static row => row.Id).ToHashSet();
        Violations.AddRange(Before(row.Id).Where(id => !durable.Contains(id)).Select(id => $"{row.Id} is durable before {id}."));
    }

    private void Failed(Row row)
    {
        row.State = State.Failed;
        if (row.Terms.OrderingKey != 0) _failedKeys.Add(row.Terms.OrderingKey);
    }

    private sealed class Row(string id, WriteTerms terms, int batch)
    {
        public string Id { get; } = id;

        public WriteTerms Terms { get; } = terms;

        public int Batch { get; } = batch;

        public State State { get; set; }
    }
}
