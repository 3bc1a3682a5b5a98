using System.Text.Json;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests;

/// <summary>Mappings of the message in silent.proto, whose rows are compared as JSON.</summary>
internal static class SilentRig
{
    public static readonly byte[] Descriptors = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "silent.proto");

    /// <summary>The plan of a mapping; fields that it does not name stay NULL.</summary>
    public static MappingPlan Plan(string mapping) => TestPlans.Plan(Complete(mapping), Descriptors);

    /// <summary>What becomes of a mapping, which need not be right.</summary>
    public static MappingCompilation Compile(string mapping) => TestPlans.Compile(Complete(mapping), Descriptors);

    /// <summary>The codes of what the compiler reports.</summary>
    public static string Diagnose(string mapping) =>
        string.Join('\n', Compile(mapping).Diagnostics.Select(d => $"{d.Code.Id}: {d.Message}"));

    /// <summary>The rows of a body, one a line, or why it has none.</summary>
    public static string Encode(string mapping, string body) => Encode(Plan(mapping), body);

    /// <inheritdoc cref="Encode(string, string)"/>
    public static string Encode(MappingPlan plan, string body)
    {
        var (rows, error) = TestEncoding.Body(plan, body);
        if (error is not null) return error.ToString();
        var inspector = new RecordInspector(plan, plan.Targets[0]);
        // The generated code must read every row too.
        return string.Join('\n', rows.Select(row => (Whole.Parser.ParseFrom(row), inspector.ToJson(row)).Item2));
    }

    /// <summary>The rescued column of a row; null without one.</summary>
    public static string? RestOf(string row)
    {
        using var document = JsonDocument.Parse(row);
        return document.RootElement.TryGetProperty("rest", out var rest) ? rest.GetRawText() : null;
    }

    private static string Complete(string mapping)
    {
        var head = $"version: 1\ndescriptor: silent.binpb\nmessage: tests.silent.Whole\n{mapping}";
        if (mapping.Contains("auto:", StringComparison.Ordinal)) return head + "\n";
        var unnamed = Whole.Descriptor.Fields.InDeclarationOrder()
            .Select(f => f.Name)
            .Where(f => !mapping.Split('\n').Any(line => line.TrimStart().StartsWith(f + ":", StringComparison.Ordinal)));
        return $"{head}\nignore: [{string.Join(", ", unnamed)}]\n";
    }
}
