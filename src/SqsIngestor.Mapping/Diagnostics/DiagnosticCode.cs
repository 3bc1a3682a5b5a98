namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>A kind of problem. Codes are stable: a code is never given a new meaning.</summary>
/// <param name="Id">For example <c>MAP101</c>.</param>
/// <param name="Title">The problem in a few words.</param>
/// <param name="Advice">What usually helps.</param>
/// <param name="Severity">Errors refuse the mapping; warnings do not.</param>
public sealed record DiagnosticCode(string Id, string Title, string Advice, DiagnosticSeverity Severity = DiagnosticSeverity.Error);
