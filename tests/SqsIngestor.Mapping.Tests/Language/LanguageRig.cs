using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>Compiles mappings of the messages in language.proto, and encodes bodies with them.</summary>
internal static class LanguageRig
{
    public static readonly byte[] Descriptors = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "language.proto");

    public static MappingPlan Plan(string mapping) =>
        TestPlans.Plan("version: 1\ndescriptor: language.binpb\n" + mapping, Descriptors);

    public static List<Row> Encode(string mapping, string body)
    {
        var (rows, error) = TestEncoding.Body(PlanOf(mapping), body);
        Assert.True(error is null || error.Code == RecordErrorCode.Unrouted, error?.ToString());
        return [.. rows.Select(r => Row.Parser.ParseFrom(r))];
    }

    public static string? Error(string mapping, string body) => TestEncoding.Body(PlanOf(mapping), body).Error?.ToString();

    /// <summary>The plan of one table; ignores every field that the mapping does not name.</summary>
    public static MappingPlan PlanOf(string mapping)
    {
        var unnamed = Row.Descriptor.Fields.InDeclarationOrder()
            .Select(f => f.Name)
            .Where(f => !mapping.Contains(f + ":", StringComparison.Ordinal));
        var ignore = mapping.Contains("ignore:", StringComparison.Ordinal) ? "" : $"\nignore: [{string.Join(", ", unnamed)}]";
        return Plan($"message: tests.language.Row\n{mapping}{ignore}\n");
    }
}
