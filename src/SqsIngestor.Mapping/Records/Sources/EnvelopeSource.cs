using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A path below <c>$.envelope</c>.</summary>
internal sealed class EnvelopeSource(EnvelopeKind kind, int slot, string pointer) : ValueSource
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Body!.Envelope(kind, slot);
}
