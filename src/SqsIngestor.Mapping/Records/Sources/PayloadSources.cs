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
/// <param name="envelope">The index of the envelope.</param>
/// <param name="slot">The path's slot in it.</param>
/// <param name="pointer">The path, for errors.</param>
internal sealed class EnvelopeSource(int envelope, int slot, string pointer) : ValueSource
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Body!.Envelope(envelope, slot);
}
