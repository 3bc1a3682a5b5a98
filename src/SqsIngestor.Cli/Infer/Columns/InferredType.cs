using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Evidence;

namespace SqsIngestor.Cli.Infer.Columns;

/// <summary>The type of a place, and what a mapping says about it.</summary>
/// <param name="Delta">The type in the table.</param>
internal sealed record InferredType(DeltaType Delta)
{
    /// <summary>The <c>as</c> of a STRING that holds any JSON.</summary>
    public const string JsonText = "json";

    /// <summary>The word of <c>formats</c> for times as text, which is the default.</summary>
    public const string Rfc3339 = "rfc3339";

    /// <summary>The value of <c>as</c> for the value, or for the elements of an ARRAY or MAP; null for none.</summary>
    public string? As { get; init; }

    /// <summary>The words of <c>formats</c>; empty for the default.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>The formats and conflicts that the samples have, each a few words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the samples contradict each other.</summary>
    public bool IsContradictory { get; init; }

    /// <summary>Whether the samples leave open what the type is, so that a person looks at it.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>The fields of a STRUCT, or of the STRUCTs in an ARRAY or a MAP.</summary>
    public IReadOnlyList<InferredField> Fields { get; init; } = [];

    /// <summary>The same type with one more note.</summary>
    public InferredType Note(string note) => this with { Notes = [.. Notes, note] };

    /// <summary>The same type with one more note, which says why a person looks at it.</summary>
    public InferredType Doubt(string note) => Note(note) with { IsDoubtful = true };
}

/// <summary>A column, or a field of a STRUCT.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Member">The member that it comes from.</param>
/// <param name="Type">Its type.</param>
/// <param name="Evidence">The values of the member.</param>
internal sealed record InferredField(string Name, string Member, InferredType Type, ValueEvidence Evidence)
{
    /// <summary>The name that it would have, if another field did not have it.</summary>
    public string? Clash { get; init; }

    /// <summary>Whether the member has characters that the name of a column cannot have.</summary>
    public bool HasOtherName { get; init; }
}
