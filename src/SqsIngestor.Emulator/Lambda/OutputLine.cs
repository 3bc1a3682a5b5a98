namespace SqsIngestor.Emulator.Lambda;

/// <summary>A line that the function wrote.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="IsError">Whether it came on standard error.</param>
public readonly record struct OutputLine(string Text, bool IsError);
