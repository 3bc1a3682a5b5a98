namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>Where a message is.</summary>
public enum QueuedMessageState
{
    /// <summary>It can be received.</summary>
    Visible,

    /// <summary>It was received and is hidden until it is deleted or its visibility time-out ends.</summary>
    InFlight,

    /// <summary>It was deleted: done.</summary>
    Deleted,

    /// <summary>It was received too often and lies with the dead letters.</summary>
    DeadLettered,
}
