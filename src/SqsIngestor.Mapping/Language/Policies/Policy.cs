namespace SqsIngestor.Mapping.Language.Policies;

/// <summary>The action for a column without a usable value.</summary>
internal enum Policy : byte
{
    /// <summary>The message fails.</summary>
    Fail,

    /// <summary>The column is left unset: NULL.</summary>
    ToNull,

    /// <summary>The row is skipped.</summary>
    SkipRow,

    /// <summary>The column is left unset, and the original goes to the rescued column.</summary>
    Rescue,

    /// <summary>The column gets its default.</summary>
    Default,
}
