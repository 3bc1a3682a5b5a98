namespace SqsIngestor.Emulator.Lambda.EventSource;

/// <summary>What the event source mapping takes an invocation for.</summary>
public enum BatchVerdictKind
{
    /// <summary>Every message is deleted.</summary>
    Success,

    /// <summary>The messages that were named come back, the others are deleted.</summary>
    PartialFailure,

    /// <summary>Every message comes back.</summary>
    CompleteFailure,
}
