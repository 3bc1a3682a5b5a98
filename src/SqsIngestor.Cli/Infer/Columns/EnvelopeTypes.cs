using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Samples;

namespace SqsIngestor.Cli.Infer.Columns;

/// <summary>The types of members of envelopes.</summary>
internal static class EnvelopeTypes
{
    /// <summary>The type of a member that has the values it should have.</summary>
    public static InferredType Usual(EnvelopeMember member) => ScalarTypes.Meant(new ScalarType(member.Kind));

    /// <summary>The type for the values of the samples; other programs than the service may have written them.</summary>
    /// <param name="member">The member.</param>
    /// <param name="choice">Chooses the type of unusual values.</param>
    /// <param name="values">The values.</param>
    public static InferredType Of(EnvelopeMember member, TypeChoice choice, ValueEvidence values)
    {
        var count = values.Count - values.Nulls;
        var usual = member.Kind == DeltaKind.String ? values.Texts.Count : values.Texts[TextFormat.Instant];
        return (usual == count ? Usual(member) : choice.Choose(values, member.Name)).Note("envelope");
    }
}
