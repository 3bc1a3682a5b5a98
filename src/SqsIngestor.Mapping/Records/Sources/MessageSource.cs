using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>A path below <c>$.message</c>.</summary>
internal sealed class MessageSource(int slot, string pointer) : ValueSource
{
    public int Slot => slot;

    public override string PointerIn(EncodeContext context) => pointer;

    public override SourceValue Read(EncodeContext context) => context.Message.Value(slot);
}
