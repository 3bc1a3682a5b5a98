using System.Text.Json.Nodes;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Diagnostics;

/// <summary>Writes diagnostics as a JSON array with an object for each.</summary>
internal static class DiagnosticsJson
{
    /// <summary>The array, indented.</summary>
    public static string Write(IEnumerable<Diagnostic> diagnostics) => new JsonArray([.. diagnostics.Select(d => new JsonObject
    {
        ["code"] = d.Code.Id,
        ["severity"] = Severity(d.Severity),
        ["path"] = d.Path,
        ["line"] = d.Position.Line,
        ["column"] = d.Position.Column,
        ["length"] = d.Position.Length,
        ["message"] = d.Message,
        ["hint"] = d.Hint,
    })]).ToJsonString(JsonLayout.Indented);

    /// <summary><c>error</c> or <c>warning</c>, in JSON and in SARIF.</summary>
    public static string Severity(DiagnosticSeverity severity) => severity == DiagnosticSeverity.Error ? "error" : "warning";
}
