namespace SqsIngestor.Mapping.Records;

/// <summary>The result of writing a column or a row.</summary>
internal enum EncodeStatus : byte
{
    /// <summary>Written, or left unset as the mapping says.</summary>
    Ok,

    /// <summary>The row is skipped, as the mapping says.</summary>
    SkipRow,

    /// <summary>The message fails; the context has the error.</summary>
    Failed,
}
