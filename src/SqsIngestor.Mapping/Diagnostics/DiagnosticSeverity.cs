namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> matters.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The mapping works, but perhaps not as meant.</summary>
    Warning,

    /// <summary>The mapping is refused: nothing is consumed with it.</summary>
    Error,
}
