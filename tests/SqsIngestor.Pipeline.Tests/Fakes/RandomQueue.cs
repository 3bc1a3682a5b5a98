using static SqsIngestor.Pipeline.Tests.Fakes.PipelineRig;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>
/// A queue of twelve messages, some of which the service refuses. It delivers at random as SQS does: a message that an invocation
/// has is seldom delivered to another one, and of a FIFO group never.
/// </summary>
internal sealed class RandomQueue
{
    private const int Groups = 3;

    private readonly Random _random;
    private readonly bool _isFifo;
    private readonly List<string> _all;
    private readonly List<string> _waiting;
    private readonly List<string> _delivered = [];

    public RandomQueue(Random random, bool isFifo)
    {
        (_random, _isFifo) = (random, isFifo);
        _all = [.. Enumerable.Range(10, 12).Select(i => (random.Next(6) == 0 ? "x" : "a") + i)];
        _waiting = [.. _all];
    }

    public bool IsEmpty => _waiting.Count == 0;

    public bool Contains(string id) => _waiting.Contains(id);

    /// <summary>The messages that must be durable before a message, without those in the dead-letter queue.</summary>
    public IEnumerable<string> Before(string id) => _isFifo
        ? _all.TakeWhile(other => other != id).Where(other => GroupOf(other) == GroupOf(id))
        : [];

    /// <summary>A message of the event.</summary>
    public string Message(string id) =>
        _isFifo ? Fifo(id, $"g{GroupOf(id)}", BodyOf(id)) : PipelineRig.Message(id, BodyOf(id));

    public IReadOnlyList<string> Receive()
    {
        IReadOnlyList<string> ids = _isFifo
            ? [.. Enumerable.Range(0, Groups).Where(IsFree).SelectMany(FirstOf)]
            : [.. _waiting.Where(id => _random.Next(2) == 0 && (!_delivered.Contains(id) || _random.Next(10) == 0))];
        _delivered.AddRange(ids);
        return ids;
    }

    public IReadOnlyList<string> ReceiveAll()
    {
        _delivered.AddRange(_waiting);
        return [.. _waiting];
    }

    /// <summary>An invocation has ended.</summary>
    public void Report(IReadOnlyList<string> ids, IReadOnlyCollection<string> failed)
    {
        foreach (var id in ids)
        {
            _delivered.Remove(id);
            if (!failed.Contains(id)) _waiting.Remove(id);
        }
    }

    /// <summary>Messages that the service refuses have been delivered often enough.</summary>
    public void DeadLetterPoison()
    {
        foreach (var id in _waiting.Where(static id => id[0] == 'x').ToList())
        {
            _waiting.Remove(id);
            _all.Remove(id);
        }
    }

    public override string ToString() => string.Join(", ", _waiting);

    private bool IsFree(int group) => _random.Next(4) > 0 && !_delivered.Exists(id => GroupOf(id) == group);

    private IEnumerable<string> FirstOf(int group) => _waiting.Where(id => GroupOf(id) == group).Take(_random.Next(1, 5));

    private static int GroupOf(string id) => int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture) % Groups;

    private static string BodyOf(string id) => id[^1] % 2 == 0 ? "1" : "2";
}
