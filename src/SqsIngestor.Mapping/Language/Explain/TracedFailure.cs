using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>Why a value of a traced column is not usable.</summary>
/// <param name="Code">The code.</param>
/// <param name="Detail">What was found and what was wanted; empty if that is not known.</param>
/// <param name="Place">The part of the value that does not fit; empty for the whole value.</param>
/// <param name="Hint">A name of the body that the mapping writes differently; null for none.</param>
internal sealed record TracedFailure(RecordErrorCode Code, string Detail, string Place, string? Hint)
{
    /// <summary>What acts instead of a policy: <c>null_items</c> with its word. Null for a policy.</summary>
    public string? Action { get; init; }

    /// <summary>The code and the reason.</summary>
    public string Reason => Code.ToText()
        + (Place.Length > 0 ? $" at {Place}" : "")
        + (Text.Length > 0 ? $": {Text}" : "");

    private string Text => Code switch
    {
        RecordErrorCode.Missing => "there is no value",
        RecordErrorCode.Null => "the value is null",
        _ => Detail,
    };
}
