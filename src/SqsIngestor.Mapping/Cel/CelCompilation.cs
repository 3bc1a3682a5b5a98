namespace SqsIngestor.Mapping.Cel;

/// <summary>What compiling gave: a program unless there was an error, and all that there is to say.</summary>
/// <param name="Program">Null when <paramref name="Diagnostics"/> hold an error.</param>
/// <param name="Diagnostics">In the order of the text.</param>
internal sealed record CelCompilation(CelProgram? Program, IReadOnlyList<CelDiagnostic> Diagnostics);
