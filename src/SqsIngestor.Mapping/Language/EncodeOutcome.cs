namespace SqsIngestor.Mapping.Language;

/// <summary>What became of a message.</summary>
public enum EncodeOutcome
{
    /// <summary>Its rows are there; perhaps none, when the mapping skips them.</summary>
    Rows,

    /// <summary>It is left out with the mapping's consent, and there are no rows.</summary>
    Dropped,

    /// <summary>Its only row is that of the quarantine table.</summary>
    Quarantined,

    /// <summary>It failed; there are no rows.</summary>
    Failed,
}
