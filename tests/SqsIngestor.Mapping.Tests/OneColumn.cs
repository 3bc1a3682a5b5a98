using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests;

/// <summary>Mappings of one column of <see cref="EveryType"/>, filled from the body's member v.</summary>
internal static class OneColumn
{
    public static readonly byte[] Descriptors =
        Protoc.Compile(
            RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "every_type.proto");

    public static MappingCompilation Compile(string column, string source, string rest = "", ColumnType? type = null)
    {
        var others = EveryType.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Where(n => n != column);
        var yaml = $"version: 1\ndescriptor: every_type.binpb\nmessage: tests.every.EveryType\n{rest}\ncolumns:\n  {column}: " +
            $"{source}\nignore: [{string.Join(", ", others)}]\n";
        var types = type is null ? null : new TableTypes(new Dictionary<string, ColumnType> { [column] = type }, []);
        return TestPlans.Compile(yaml, Descriptors, types: types);
    }

    public static MappingPlan Plan(string column, string source, string rest = "", ColumnType? type = null)
    {
        var compilation = Compile(column, source, rest, type);
        return compilation.Plan ?? throw new InvalidOperationException(DiagnosticWriter.Write(compilation.Diagnostics));
    }

    /// <summary>Everything that the compiler says, the lines of the file included.</summary>
    public static string Diagnose(string column, string source, string rest = "") =>
        DiagnosticWriter.Write(Compile(column, source, rest).Diagnostics);

    /// <summary>The record of a body whose member v is the JSON text.</summary>
    public static EveryType Encode(MappingPlan plan, string json)
    {
        var (rows, error) = TestEncoding.Body(plan, $$"""{"v":{{json}}}""");
        return error is null
            ? EveryType.Parser.ParseFrom(Assert.Single(rows))
            : throw new InvalidOperationException(error.ToString());
    }

    /// <summary>The code with which the message fails, or "none".</summary>
    public static string ErrorOf(MappingPlan plan, string json) =>
        TestEncoding.Body(plan, $$"""{"v":{{json}}}""").Error is { } error ? error.Code.ToText() : "none";
}
