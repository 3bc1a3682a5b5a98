namespace SqsIngestor.Mapping.Language.Policies;

/// <summary>What becomes of a message that cannot become rows.</summary>
public enum FailureAction
{
    /// <summary>The queue delivers it again. The default everywhere: nothing is lost without consent.</summary>
    Fail,

    /// <summary>It is left out, and counted.</summary>
    Drop,

    /// <summary>It is written to the quarantine table, and acknowledged once that row is durable.</summary>
    Quarantine,
}
