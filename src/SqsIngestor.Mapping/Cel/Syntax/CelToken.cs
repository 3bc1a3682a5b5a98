namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>A lexical element and where it stands.</summary>
internal readonly record struct CelToken(CelTokenKind Kind, int Offset, int Length)
{
    public int End => Offset + Length;
}
