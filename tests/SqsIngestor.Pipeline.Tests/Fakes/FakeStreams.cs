using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Pipeline.Streams;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>Opens fake streams, and refuses to if the test says so.</summary>
/// <param name="clock">Measures how long rows wait for an ack.</param>
internal sealed class FakeStreams(TimeProvider clock) : ITableStreamOpener
{
    private readonly Lock _gate = new();
    private readonly List<FakeStream> _opened = [];

    /// <summary>Every stream that was opened, in order.</summary>
    public IReadOnlyList<FakeStream> Opened
    {
        get
        {
            lock (_gate) return [.. _opened];
        }
    }

    /// <summary>The error of an open of this table; null opens it.</summary>
    public Func<TargetTable, ZerobusException?> RefuseOpen { get; set; } = static _ => null;

    /// <summary>What an open waits for.</summary>
    public Func<TargetTable, Task> BeforeOpen { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Prepares each stream that is opened, by its number from 0.</summary>
    public Action<FakeStream, int> Prepare { get; set; } = static (_, _) => { };

    /// <summary>An error with a code; all but record errors and refusals can be retried.</summary>
    public static ZerobusException Error(ZerobusErrorCode code) => new(code, "It broke.", "Mend it.");

    /// <summary>The service refused a row.</summary>
    /// <param name="hasAcksBefore">Whether it did so on a connection that had acked others.</param>
    public static ZerobusException Refusal(bool hasAcksBefore = true) =>
        new(ZerobusErrorCode.RecordRefused, "It broke.", "Mend it.")
        {
            Refused = [new RefusedWrite(0, [0], 1, "") { HasAcksBefore = hasAcksBefore }],
        };

    public async Task<ITableStream> OpenAsync(TargetTable table, CancellationToken cancellationToken)
    {
        await BeforeOpen(table).WaitAsync(cancellationToken);
        if (RefuseOpen(table) is { } error) throw error;
        var stream = new FakeStream(table.Name, clock);
        lock (_gate)
        {
            Prepare(stream, _opened.Count);
            _opened.Add(stream);
        }
        return stream;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
