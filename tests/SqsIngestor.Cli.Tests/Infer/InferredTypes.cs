using System.Text.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>Infers a table from messages; the mapping is checked with all of them.</summary>
internal static class InferredTypes
{
    /// <summary>The types by path.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(TemporaryFolder folder, string[] messages)
    {
        var file = folder.Write("t.ndjson", string.Join('\n', messages.Select(m => m.ReplaceLineEndings(" "))) + "\n");
        var result = await InProcessProgram.RunAsync(
            "infer", file, "--table", "main.raw.t", "--output", folder.Path, "--force", "--format", "json");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var report = JsonDocument.Parse(result.Output);
        return report.RootElement.GetProperty("columns").EnumerateArray().ToDictionary(
            static column => column.GetProperty("column").GetString()!, static column => column.GetProperty("type").GetString()!);
    }
}
