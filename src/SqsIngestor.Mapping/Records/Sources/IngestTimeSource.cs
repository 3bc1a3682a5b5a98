namespace SqsIngestor.Mapping.Sources.Readers;

/// <summary><c>$.meta.ingestTime</c>: the invocation's clock.</summary>
internal sealed class IngestTimeSource : ValueSource
{
    public override SourceValue Read(EncodeContext context) => SourceValue.FromInstant(context.Invocation.IngestMicroseconds);
}
