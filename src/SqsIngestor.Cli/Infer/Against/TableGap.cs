using System.Diagnostics;
using System.Globalization;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Samples;

namespace SqsIngestor.Cli.Infer.Against;

/// <summary>What is between samples and a table.</summary>
internal enum GapKind
{
    /// <summary>The table has no column for it.</summary>
    Missing,

    /// <summary>No column of the mapping takes it.</summary>
    Unread,

    /// <summary>Only the rescued column of the mapping has it. This is not a lack.</summary>
    Rescued,

    /// <summary>The column has a type that does not hold the values.</summary>
    Type,

    /// <summary>The column is NOT NULL, and samples have no value.</summary>
    NoValue,

    /// <summary>The mapping refuses samples.</summary>
    Refused,

    /// <summary>Something that rows lose from samples, and that no other column keeps. This is not a lack.</summary>
    Note,
}

/// <summary>Something that the samples have and a table lacks, or the reverse.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The column, and the field inside it; for a mapping, the path in the message.</param>
/// <param name="Wanted">The type that the samples need, or what they lack.</param>
/// <param name="Has">What the table has; null for nothing.</param>
/// <param name="Statement">The statement that adds it; null if no statement changes the table safely.</param>
internal sealed record TableGap(GapKind Kind, string Path, string Wanted, string? Has, string? Statement)
{
    /// <summary>The option of a mapping with which the column takes the values; null for none.</summary>
    public string? Option { get; init; }

    /// <summary>Whether the table, or the mapping, does not take the samples as they are.</summary>
    public bool IsLack => Kind is not (GapKind.Rescued or GapKind.Note);

    /// <summary>Says which samples are left out, because the function could not read them.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="table">The table that the others make.</param>
    public static IEnumerable<TableGap> LeftOut(SampleSet samples, InferredTable table) =>
        samples.Refused.Where(refused => !table.Payload.Dropped.Contains(refused.Code)).Select(
            refused => new TableGap(
                GapKind.Note, "body",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{refused.Count} of {samples.Messages} samples have the error {refused.Code}, and are not compared"),
                null, null));

    /// <summary>Says that samples have a name twice in an object; nothing for none.</summary>
    /// <param name="count">How many do.</param>
    /// <param name="of">How many samples there are.</param>
    /// <param name="first">The place of the first one.</param>
    public static IEnumerable<TableGap> Twice(long count, long of, string? first) =>
        DuplicateNames.Describe(count, of, first) is { } text ? [new TableGap(GapKind.Note, "body", text, null, null)] : [];

    /// <summary>The gap as a sentence.</summary>
    public string Text => Kind switch
    {
        GapKind.Missing => $"{Path}: the samples have {Wanted}, and the table has no such column",
        GapKind.Unread => $"{Path}: the samples have {Wanted}, and no column takes it",
        GapKind.Rescued => $"{Path}: the samples have {Wanted}, which only the column {Has} has",
        GapKind.NoValue => $"{Path}: the table has {Has}, and {Wanted}",
        GapKind.Refused or GapKind.Note => $"{Path}: {Wanted}",
        GapKind.Type when Option is not null => $"{Path}: the samples need {Wanted}, and the table has {Has}. Set {Option} in "
            + "the mapping, add a column with another name, or change the producer.",
        GapKind.Type => $"{Path}: the samples need {Wanted}, and the table has {Has}. Add a column with another name, or change "
            + "the producer.",
        _ => throw new UnreachableException(),
    };
}
