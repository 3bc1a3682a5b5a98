using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>The name of the member that <c>entries</c> has bound.</summary>
internal sealed class ScopeKeySource(int scope, ValueSource container) : ValueSource
{
    public override string PointerIn(EncodeContext context) => container.PointerIn(context);

    public override SourceValue Read(EncodeContext context) => context.Scope(scope).Key;
}
