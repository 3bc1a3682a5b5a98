namespace SqsIngestor.Mapping.Sources.Readers;

/// <summary><c>$.raw</c>: what the payload's last step reads.</summary>
internal sealed class RawSource : ValueSource
{
    public override string PointerIn(EncodeContext context) => "/raw";

    public override SourceValue Read(EncodeContext context) => context.Body!.Raw;
}
