using System.Text.Json;
using CsCheck;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Tests.Language.Oracle;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>
/// The JSON Schema of mapping files against the compiler: it takes what the compiler takes, and refuses values that the compiler
/// refuses. <c>.ci/schema</c> asks ajv the same.
/// </summary>
public class MappingSchemaTests
{
    /// <summary>Names the file for <c>.ci/schema</c>.</summary>
    private const string CasesVariable = "SCHEMA_CASES";

    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue - 1];

    private static readonly (string Mapping, string Right, string Wrong)[] ValueCases = [.. MappingSchemaCases.Values];

    private static readonly JsonSchema Schema = new(
        JsonDocument.Parse(RepositoryFiles.Read("src", "SqsIngestor.Cli", "Schema", "mapping.schema.json")).RootElement);

    public static TheoryData<string, string, string> Values()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (mapping, right, wrong) in ValueCases) data.Add(mapping, right, wrong);
        return data;
    }

    [Fact]
    public void Schema_MappingThatIsShippedOrAnExample_Fits() =>
        Assert.All(MappingSchemaCases.Right, each => Assert.Empty(Problems(each.Yaml)));

    [Theory]
    [MemberData(nameof(Values))]
    public void Schema_ValueThatTheCompilerRefuses_DoesNotFit(string mapping, string right, string wrong)
    {
        string Fill(string value) => mapping.Replace("?", value, StringComparison.Ordinal);

        Assert.DoesNotContain(Compile(Fill(right)), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(Problems(Fill(right)));
        Assert.Contains(Compile(Fill(wrong)), d => d.Severity == DiagnosticSeverity.Error);
        Assert.NotEmpty(Problems(Fill(wrong)));
    }

    [Fact]
    public void Schema_AnyMappingThatCompiles_Fits()
    {
        var compiled = 0;
        Seeds.Sample(seed =>
        {
            if (Random(seed) is not { } yaml) return;
            Interlocked.Increment(ref compiled);
            var problems = Problems(yaml);
            Assert.True(problems.Count == 0, $"{string.Join('\n', problems)}\nfor the seed {seed} and\n{yaml}");
        }, iter: HostileCases.Count);
        Assert.True(compiled > HostileCases.Count / 10, $"only {compiled} mappings compile");
    }

    /// <summary>
    /// Writes the cases of this class for another validator, if SCHEMA_CASES names a file: a JSON object in each line.
    /// </summary>
    [Fact]
    public void Cases_WithAFile_AreWritten()
    {
        if (Environment.GetEnvironmentVariable(CasesVariable) is not { Length: > 0 } file) return;
        using var writer = new StreamWriter(file);
        void Write(string yaml, bool fits) =>
            writer.WriteLine($"{{\"fits\":{(fits ? "true" : "false")},\"mapping\":{Json(yaml)}}}");

        foreach (var (_, yaml) in MappingSchemaCases.Right) Write(yaml, fits: true);
        foreach (var (mapping, right, wrong) in ValueCases)
        {
            Write(mapping.Replace("?", right, StringComparison.Ordinal), fits: true);
            Write(mapping.Replace("?", wrong, StringComparison.Ordinal), fits: false);
        }
        for (var seed = 0; seed < HostileCases.Count; seed++)
        {
            if (Random(seed) is { } yaml) Write(yaml, fits: true);
        }
    }

    /// <summary>A random mapping, some with changes, or one with a value that is changed; null if it does not compile.</summary>
    private static string? Random(int seed)
    {
        var random = new Random(seed);
        if (random.Next(2) == 0)
        {
            var (mapping, right, wrong) = ValueCases[random.Next(ValueCases.Length)];
            var value = HostileMappingTests.Mutate(random.Next(3) == 0 ? wrong : right, random);
            var changed = mapping.Replace("?", value, StringComparison.Ordinal);
            return Compile(changed).Any(d => d.Severity == DiagnosticSeverity.Error) ? null : changed;
        }
        var original = new RandomMapping(seed);
        var yaml = original.Mapping.ToString();
        if (random.Next(2) == 0) yaml = HostileMappingTests.Mutate(yaml, random);
        return TestPlans.Compile(yaml, original.Descriptors, types: original.Types).Plan is null ? null : yaml;
    }

    private static IReadOnlyList<Diagnostic> Compile(string yaml) =>
        TestPlans.Compile(yaml, OneColumn.Descriptors, table: null).Diagnostics;

    private static IReadOnlyList<string> Problems(string yaml)
    {
        using var document = JsonDocument.Parse(Json(yaml));
        return Schema.Validate(document.RootElement);
    }

    /// <summary>A file as an editor reads it, with the names of variables.</summary>
    private static string Json(string yaml)
    {
        var bag = new DiagnosticBag("mapping.yaml", yaml);
        var node = YamlTreeReader.Read(yaml, new VariableSubstitution(static name => $"${{{name}}}"), bag);
        Assert.Empty(bag.ToList());
        return YamlJson.Text(node!);
    }
}
