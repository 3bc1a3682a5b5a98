using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Samples;

namespace SqsIngestor.Cli.Infer.Columns;

/// <summary>The types of members of envelopes.</summary>
internal static class EnvelopeTypes
{
    /// <summary>The type for the values of the samples; other programs than the service may have written them.</summary>
    /// <param name="member">The member.</param>
    /// <param name="choice">Chooses the type of unusual values.</param>
    /// <param name="values">The values.</param>
    public static InferredType Of(EnvelopeMember member, TypeChoice choice, ValueEvidence values)
    {
        var count = values.Count - values.Nulls;
        var chosen = (member.Type is { } type && Usual(type, values) == count
            ? ScalarTypes.Meant(type)
            : choice.Choose(values, member.Name)).Note("envelope");
        return count == 0 ? chosen.Note("no sample has it") : chosen;
    }

    /// <summary>How many values are of the type that the member should have.</summary>
    private static long Usual(DeltaType type, ValueEvidence values) => type switch
    {
        ArrayType => values.Element is { } element && element.Texts.Count < element.Count ? 0 : values.Arrays,
        { Kind: DeltaKind.Timestamp } => values.Texts[TextFormat.Instant],
        _ => values.Texts.Count,
    };
}
