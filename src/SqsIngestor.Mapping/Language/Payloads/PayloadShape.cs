using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Messages that a service sends, which an unwrap reads: a row of the catalog of payload steps.</summary>
public sealed record PayloadShape
{
    /// <summary>The value of <c>unwrap</c>.</summary>
    public required string Word { get; init; }

    /// <summary>A heading, in the plural: <c>SNS notifications</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The unwrap gives what is inside an envelope to the next step; otherwise it gives the documents.</summary>
    public required bool IsEnvelope { get; init; }

    /// <summary>What is inside the envelope can be bytes.</summary>
    public required bool CarriesBytes { get; init; }

    /// <summary>The envelope need not carry data. Its message makes a row, in which paths below the body find nothing.</summary>
    public required bool MayLackData { get; init; }

    /// <summary>
    /// Of an envelope, a member that it always has. Otherwise paths, without regard to case, to what each of its documents has:
    /// the unwrap alone also takes documents of other senders.
    /// </summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>
    /// Paths, without regard to case, to the objects of a document that are one thing at several times: the row before and after
    /// a change. Empty for none.
    /// </summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>
    /// The path to an object with some members of <see cref="Images"/>, such as the key of the row; null for none.
    /// </summary>
    public required string? ImageKeys { get; init; }

    /// <summary>The steps that read it, as the list of <c>decode</c> has them; several if there are forms of it.</summary>
    public required IReadOnlyList<string> Ways { get; init; }

    /// <summary>The record error of its messages that have no data; null if there are none.</summary>
    public required string? Empty { get; init; }

    internal static PayloadShape Of(PayloadStepSpec spec) => new()
    {
        Word = spec.Word,
        Title = spec.Title!,
        IsEnvelope = spec.Envelope is not null,
        CarriesBytes = spec is { Envelope: not null, Gives: PayloadForm.Bytes },
        MayLackData = spec.Envelope is { MayLackData: true },
        Members = spec.Members,
        Images = spec.Images,
        ImageKeys = spec.ImageKeys,
        Ways = spec.Ways.Count > 0 ? spec.Ways : [spec.Usage],
        Empty = spec.Empty == RecordErrorCode.None ? null : spec.Empty.ToText(),
    };
}
