namespace SqsIngestor.Mapping.Cel;

/// <summary>Something about an expression that its author should know, found before it is ever evaluated.</summary>
/// <param name="Code">Stable: one of <see cref="CelDiagnosticCode"/>.</param>
/// <param name="IsError">False for a warning: the expression compiles, but part of it can never give a value.</param>
/// <param name="Offset">UTF-16 code units from the start of the expression's text.</param>
/// <param name="Length">UTF-16 code units; 0 at the end of the text.</param>
/// <param name="Message">What was found, and what was expected.</param>
/// <param name="Hint">What to write instead, where something is near.</param>
internal sealed record CelDiagnostic(string Code, bool IsError, int Offset, int Length, string Message, string? Hint = null);
