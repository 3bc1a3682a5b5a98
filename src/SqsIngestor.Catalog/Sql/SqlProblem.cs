namespace SqsIngestor.Catalog.Sql;

/// <summary>A place where SQL text does not follow the grammar.</summary>
/// <param name="Code">The stable name of the error, one of <see cref="SqlErrors"/>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 units.</param>
/// <param name="Length">The length of the text there, in UTF-16 units; at least 1.</param>
/// <param name="Found">The text at the place.</param>
/// <param name="Expected">The text that is expected there.</param>
/// <param name="Hint">A likely correction, such as <c>did you mean 'BIGINT'?</c>; null for none.</param>
public sealed record SqlProblem(
    string Code, int Line, int Column, int Length, string Found, string Expected, string? Hint = null)
{
    /// <summary>The problem on one line, without its place.</summary>
    public override string ToString() =>
        $"{Code}: found {Found}, expected {Expected}{(Hint is null ? "." : $"; {Hint}")}";
}
