namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>One problem in a mapping or in a descriptor, with its place. Contains no message content.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="Path">The file name, as the caller gave it.</param>
/// <param name="Position">The place in the file.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to write instead; null if that is not known.</param>
/// <param name="SourceLine">The line of the file; null for none.</param>
public sealed record Diagnostic(
    DiagnosticCode Code, string Path, TextPosition Position, string Message, string? Hint = null, string? SourceLine = null)
{
    /// <summary>The severity of the code.</summary>
    public DiagnosticSeverity Severity => Code.Severity;

    /// <summary>One line, as compilers print it: <c>path:line:column: severity CODE: message</c>.</summary>
    public override string ToString()
    {
        var place = Position.Line == 0 ? Path : $"{Path}:{Position.Line}:{Position.Column}";
        return $"{place}: {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Code.Id}: {Message}";
    }
}

/// <summary>A kind of problem. Codes are stable: a code is never given a new meaning.</summary>
/// <param name="Group">The part of the mapping that it is about.</param>
/// <param name="Id">For example <c>MAP101</c>.</param>
/// <param name="Meaning">The problem in a few words.</param>
/// <param name="Action">The usual remedy.</param>
/// <param name="Severity">Errors refuse the mapping; warnings do not.</param>
public sealed record DiagnosticCode(
    DiagnosticGroup Group, string Id, string Meaning, string Action, DiagnosticSeverity Severity = DiagnosticSeverity.Error);

/// <summary>What a <see cref="DiagnosticCode"/> is about: the sections of its reference page, in their order.</summary>
public enum DiagnosticGroup
{
    /// <summary>The file cannot be read as YAML.</summary>
    File,

    /// <summary>Keys and kinds of values.</summary>
    Form,

    /// <summary>The descriptor set.</summary>
    Descriptor,

    /// <summary>Paths, and expressions in CEL.</summary>
    PathsAndExpressions,

    /// <summary>Columns, and the tables that they belong to.</summary>
    ColumnsAndTables,

    /// <summary>Enum tables, times, decimals, and options that need another one.</summary>
    Values,

    /// <summary><c>transform</c>.</summary>
    Transforms,

    /// <summary><c>payload</c>.</summary>
    Payload,

    /// <summary><c>tests</c>.</summary>
    Tests,

    /// <summary>The mapping against the table in the catalog.</summary>
    CatalogTable,
}

/// <summary>The severity of a <see cref="Diagnostic"/>.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The mapping works, but perhaps not as meant.</summary>
    Warning,

    /// <summary>The mapping is refused; the function reads no messages with it.</summary>
    Error,
}
