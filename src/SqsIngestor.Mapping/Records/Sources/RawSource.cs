using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary><c>$.raw</c>: the payload before it is parsed.</summary>
internal sealed class RawSource : ValueSource
{
    public override string PointerIn(EncodeContext context) => "/raw";

    public override SourceValue Read(EncodeContext context) => context.Body!.Raw;
}
