using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A path below <c>$.body</c>.</summary>
internal sealed class BodySource(int slot, string pointer) : ValueSource
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Body!.Body(slot);
}

/// <summary><c>$.raw</c>: the payload before it is parsed.</summary>
internal sealed class RawSource : ValueSource
{
    public override string PointerIn(EncodeContext context) => "/raw";

    public override SourceValue Read(EncodeContext context) => context.Body!.Raw;
}

/// <summary>A path below <c>$.envelope</c>.</summary>
internal sealed class EnvelopeSource(EnvelopeKind kind, int slot, string pointer) : ValueSource
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Body!.Envelope(kind, slot);
}
