using System.Text.Json;
using System.Text.Json.Nodes;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Diagnostics;

/// <summary>Diagnostics as a JSON array, an object for each.</summary>
internal static class DiagnosticsJson
{
    public static JsonSerializerOptions Layout { get; } = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
    })]).ToJsonString(Layout);

    /// <summary>The words of SARIF too.</summary>
    public static string Severity(DiagnosticSeverity severity) => severity == DiagnosticSeverity.Error ? "error" : "warning";
}
