namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>One problem in a mapping or in a descriptor, with its place. Holds nothing of any message.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="Path">The file, as it was named by whoever loaded it.</param>
/// <param name="Position">The place in the file.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to write instead, where that can be said.</param>
/// <param name="SourceLine">The line of the file, where there is one.</param>
public sealed record Diagnostic(
    DiagnosticCode Code, string Path, TextPosition Position, string Message, string? Hint = null, string? SourceLine = null)
{
    /// <summary>Of the code.</summary>
    public DiagnosticSeverity Severity => Code.Severity;

    /// <summary>One line, as compilers print it: <c>path:line:column: severity CODE: message</c>.</summary>
    public override string ToString()
    {
        var place = Position.Line == 0 ? Path : $"{Path}:{Position.Line}:{Position.Column}";
        return $"{place}: {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Code.Id}: {Message}";
    }
}
