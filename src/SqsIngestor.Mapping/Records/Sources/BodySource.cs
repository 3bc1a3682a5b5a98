namespace SqsIngestor.Mapping.Sources.Readers;

/// <summary>A path below <c>$.body</c>.</summary>
internal sealed class BodySource(int slot, string pointer) : ValueSource
{
    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Body!.Body(slot);
}
