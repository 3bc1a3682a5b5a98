using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Tests.Fakes;

/// <summary>
/// What a test tells a fake stream to do. By default it accepts and acks every row at once. A test may change it while a batch
/// runs.
/// </summary>
internal abstract class StreamScript
{
    /// <summary>Whether the test acks rows itself.</summary>
    public bool HoldsAcks { get; set; }

    /// <summary>The error of a write by its offset; null accepts the row.</summary>
    public Func<int, ZerobusException?> RefuseWrite { get; set; } = static _ => null;

    /// <summary>The error of an ack by its offset; null acks the row.</summary>
    public Func<int, ZerobusException?> RefuseAck { get; set; } = static _ => null;

    /// <summary>Whether a write throws what no caller expects, by its offset; only the first one does.</summary>
    public Func<int, bool> Breaks { get; set; } = static _ => false;

    /// <summary>Whether a write that begins now waits until it is cancelled.</summary>
    public bool IsFull { get; set; }

    /// <summary>How many rows may be unacked; a write that finds more waits until it is cancelled.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>What a write waits for.</summary>
    public Func<CancellationToken, Task> BeforeWrite { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Whether the close never completes.</summary>
    public bool NeverCloses { get; set; }

    /// <summary>Called with each row that is written.</summary>
    public Action<string> OnWrite { get; set; } = static _ => { };

    /// <summary>Called when an ack, or what became of a settled row, is asked for.</summary>
    public Action OnWait { get; set; } = static () => { };

    /// <summary>Called with the offset when somebody asks whether it is settled.</summary>
    public Action<long> OnIsSettled { get; set; } = static _ => { };

    /// <summary>Called when somebody asks whether it is open.</summary>
    public Action OnIsOpen { get; set; } = static () => { };

    /// <summary>Called when somebody asks how long there has been no connection.</summary>
    public Action OnInterruptedFor { get; set; } = static () => { };

    /// <summary>Called with the offset when a row is given up.</summary>
    public Action<long> OnGiveUp { get; set; } = static _ => { };

    /// <summary>Called when a new connection is asked for.</summary>
    public Action OnRenew { get; set; } = static () => { };
}
