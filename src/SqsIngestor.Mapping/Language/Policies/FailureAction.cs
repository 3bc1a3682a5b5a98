using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Policies;

/// <summary>The action for a message that cannot become rows.</summary>
public enum FailureAction
{
    /// <summary>The message is returned to the queue. The default everywhere, so that nothing is lost by accident.</summary>
    Fail,

    /// <summary>The message is dropped, and counted.</summary>
    Drop,

    /// <summary>The message is written to the quarantine table, and deleted from the queue once that row is durable.</summary>
    Quarantine,
}

/// <summary>The words for a <see cref="FailureAction"/> in a mapping file.</summary>
internal static class FailureActions
{
    /// <summary>
    /// The action for other failures of a message for which the file names none, where this one is that for its records:
    /// quarantine takes every message that fails, and dropping is only ever meant for what it is written for.
    /// </summary>
    public static FailureAction ForOthers(this FailureAction records) =>
        records == FailureAction.Quarantine ? FailureAction.Quarantine : FailureAction.Fail;

    public static readonly Words<FailureAction> Words = new(
        ("fail", FailureAction.Fail, "The message is returned to the queue."),
        ("drop", FailureAction.Drop, "The message is deleted from the queue, and counted."),
        ("quarantine", FailureAction.Quarantine, "The message is written to the quarantine table and deleted from the queue."));
}
