using System.Text;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Pipeline.Batches;

/// <summary>
/// The order of a FIFO batch. The first message of every group makes the first wave, the second ones the second, and so
/// on. A wave is sent when the one before it is settled, because whether the service takes a row is known only then, and
/// after a failure nothing more of that group may be sent (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").
/// </summary>
internal sealed class FifoWaves
{
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly List<int> _sizes = [];
    private readonly List<bool> _failed = [];

    /// <summary>The waves: for each message its index in the event, its group, and where to read it.</summary>
    public List<List<(int Index, int Group, SqsEventReader.Bookmark Place)>> Waves { get; } = [];

    /// <summary>Whether the queue of the message keeps order: its ARN ends in <c>.fifo</c>. Standard queues may have groups too.</summary>
    public static bool IsFifo(SourceMessage message) => message.QueueArn.EndsWith(".fifo"u8);

    /// <summary>Puts a message into the wave behind the one of its group's last message.</summary>
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

    /// <summary>Nothing more of the group is sent.</summary>
    public void Fail(int group) => _failed[group] = true;

    public bool HasFailed(int group) => _failed[group];
}
