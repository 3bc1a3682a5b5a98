using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary><c>$.meta.ingestTime</c>: the invocation's clock.</summary>
internal sealed class IngestTimeSource : ValueSource
{
    public override SourceValue Read(EncodeContext context) => SourceValue.FromInstant(context.Invocation.IngestMicroseconds);
}
