using System.Text;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The order of a FIFO batch. The first message of each group is in the first wave, the second in the second wave, and so on. A
/// wave is sent after the one before it is settled: only then is it known whether the service accepts a row, and after a failure
/// nothing more of that group may be sent (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").
/// </summary>
internal sealed class FifoWaves
{
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly List<int> _sizes = [];
    private readonly List<bool> _failed = [];

    /// <summary>The waves: for each message its index in the batch, its group, and its place in the event.</summary>
    public List<List<(int Message, int Group, SqsEventReader.Bookmark Place)>> Waves { get; } = [];

    /// <summary>
    /// Whether the queue keeps order: its ARN ends in <c>.fifo</c>. A group alone does not say so; standard queues have groups
    /// too.
    /// </summary>
    public static bool IsFifo(SourceMessage message) => message.QueueArn.EndsWith(".fifo"u8);

    /// <summary>Puts a message into the wave after the last message of its group.</summary>
    public void Add(SourceMessage message, int index, SqsEventReader.Bookmark place)
    {
        var id = Encoding.UTF8.GetString(message.MessageGroupId);
        if (!_groups.TryGetValue(id, out var group))
        {
            _groups.Add(id, group = _sizes.Count);
            _sizes.Add(0);
            _failed.Add(false);
        }
        var wave = _sizes[group]++;
        if (wave == Waves.Count) Waves.Add([]);
        Waves[wave].Add((index, group, place));
    }

    /// <summary>A message of the group has failed; nothing more of the group may be sent.</summary>
    public void Fail(int group) => _failed[group] = true;

    /// <summary>Whether a message of the group has failed.</summary>
    public bool HasFailed(int group) => _failed[group];
}
