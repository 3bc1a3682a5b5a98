using System.Text.Json.Nodes;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli.Diagnostics;

/// <summary>Writes diagnostics as a SARIF 2.1.0 log, which code reviews show next to the lines.</summary>
internal static class SarifLog
{
    public static string Write(IReadOnlyList<Diagnostic> diagnostics)
    {
        var codes = DiagnosticCodes.All;
        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "sqs-ingestor",
                        ["semanticVersion"] = ProductVersion.Number,
                        ["rules"] = new JsonArray([.. codes.Select(Rule)]),
                    },
                },
                // Columns of diagnostics count UTF-16 code units.
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. diagnostics.Select(d => Result(d, codes))]),
            }),
        }.ToJsonString(JsonLayout.Indented);
    }

    private static JsonObject Rule(DiagnosticCode code) => new()
    {
        ["id"] = code.Id,
        ["shortDescription"] = new JsonObject { ["text"] = code.Meaning },
        ["help"] = new JsonObject { ["text"] = code.Action },
        ["defaultConfiguration"] = new JsonObject { ["level"] = DiagnosticsJson.Severity(code.Severity) },
    };

    private static JsonObject Result(Diagnostic diagnostic, IReadOnlyList<DiagnosticCode> codes)
    {
        var location = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = Uri(diagnostic.Path) } };
        if (diagnostic.Position.Line > 0)
        {
            location["region"] = new JsonObject
            {
                ["startLine"] = diagnostic.Position.Line,
                ["startColumn"] = diagnostic.Position.Column,
                ["endColumn"] = diagnostic.Position.Column + diagnostic.Position.Length,
            };
        }
        return new()
        {
            ["ruleId"] = diagnostic.Code.Id,
            ["ruleIndex"] = codes.ToList().IndexOf(diagnostic.Code),
            ["level"] = DiagnosticsJson.Severity(diagnostic.Severity),
            ["message"] = new JsonObject
            {
                ["text"] = diagnostic.Hint is { } hint ? $"{diagnostic.Message} ({hint})" : diagnostic.Message,
            },
            ["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = location }),
        };
    }

    private static string Uri(string path) =>
        Path.IsPathRooted(path)
            ? new Uri(path).AbsoluteUri
            : string.Join('/', path.Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString));
}
