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
    /// The default of the other actions, from <c>on_record_error</c>: quarantine takes every message that fails, but a message is
    /// dropped only if the file says so for this failure.
    /// </summary>
    public static FailureAction AsFallback(this FailureAction records) =>
        records == FailureAction.Quarantine ? FailureAction.Quarantine : FailureAction.Fail;

    public static readonly Keywords<FailureAction> Words = new(
        ("fail", FailureAction.Fail, "The message is returned to the queue."),
        ("drop", FailureAction.Drop, "The message is deleted from the queue, and counted."),
        ("quarantine", FailureAction.Quarantine, "The message is written to the quarantine table and deleted from the queue."));
}
