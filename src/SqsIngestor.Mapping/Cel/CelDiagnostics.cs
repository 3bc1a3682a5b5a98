using SqsIngestor.Mapping.Cel.Syntax;

namespace SqsIngestor.Mapping.Cel;

/// <summary>Collects what is found while one expression is compiled.</summary>
internal sealed class CelDiagnostics
{
    private readonly List<CelDiagnostic> _found = [];

    public bool HasErrors { get; private set; }

    public void Error(string code, int offset, int length, string message, string? hint = null)
    {
        HasErrors = true;
        Add(new(code, true, offset, length, message, hint));
    }

    public void Error(string code, CelExpression place, string message, string? hint = null) =>
        Error(code, place.Offset, place.Length, message, hint);

    public void Warning(string code, CelExpression place, string message, string? hint = null) =>
        Add(new(code, false, place.Offset, place.Length, message, hint));

    public IReadOnlyList<CelDiagnostic> InOrder() => [.. _found.OrderBy(d => d.Offset)];

    private void Add(CelDiagnostic diagnostic)
    {
        if (_found.Count < CelLimits.MaxDiagnostics) _found.Add(diagnostic);
    }
}
