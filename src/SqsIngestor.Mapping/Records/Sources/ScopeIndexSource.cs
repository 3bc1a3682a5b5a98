using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records.Sources;

/// <summary>The position, from 0, of what <c>each</c>, <c>entries</c> or <c>explode</c> has bound.</summary>
internal sealed class ScopeIndexSource(int scope) : ValueSource
{
    public override SourceValue Read(EncodeContext context) => SourceValue.FromInteger(context.Scope(scope).Index);
}
