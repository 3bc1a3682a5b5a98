using System.Text;
using CsCheck;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Language.Oracle;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>
/// Any text as a mapping, and any body: a plan or diagnostics, then rows or a record error, never another exception.
/// </summary>
public class HostileMappingTests
{
    // What a mapping is made of, so that a mutation often is a mapping again.
    private static readonly string[] Pieces =
    [
        "from", "const", "concat", "expr", "fields", "each", "entries", "rescued", "scope", "all", "body", "line",
        "$.item", "$.value", "$.key", "$.body", "$.raw", "$.attr.x", "$.meta.rowIndex", "[0]", "[-1]", "[\"m0\"]", "value",
        "key", "transform", "trim", "first", "split(\",\")", "as", "variant", "timestamp", "decimal(9,1)", "default",
        "on_error", "rescue", "skip_row", "null_items", "drop", "when", "explode", "auto", "ignore", "m0", "f0", "f1",
        "true", "null", "5", "{", "}", "[", "]", ":", ",", "'", "\"", "\n", "  ", "*", "&", "!", "|", "#", "%", "\u0000",
        "\u2028", "${X}",
    ];

    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue - 1];

    [Fact]
    public void Encode_MutatedRandomMappings_NeverThrowsAnythingElse()
    {
        var compiled = 0;
        Seeds.Sample(seed =>
        {
            var random = new Random(seed);
            var original = new RandomMapping(seed);
            var yaml = Mutate(original.Mapping.ToString(), random);
            var body = random.Next(2) == 0 ? original.Body : Mutate(original.Body, random);
            var isCompiled = HostileCases.InTime(
                () =>
                {
                    var (plan, diagnostics) = TestPlans.Compile(yaml, original.Descriptors, types: original.Types);
                    Assert.Equal(plan is null, diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error));
                    // What the editor, `check` and the function say must not depend on whether the tests of the file are read.
                    Assert.Equal(plan is not null, Deployed(yaml, original).Plan is not null);
                    if (plan is null) return false;
                    var (rows, error) = TestEncoding.Body(plan, body);
                    Assert.True(error is null || rows.Length == 0);
                    return true;
                },
                () => $"the seed {seed}, the body\n{body}\nand\n{yaml}");
            if (isCompiled) Interlocked.Increment(ref compiled);
        }, iter: HostileCases.Count);
        Assert.True(compiled > HostileCases.Count / 10, $"only {compiled} mappings compile");
    }

    /// <summary>As the function compiles a file at its start.</summary>
    private static MappingCompilation Deployed(string yaml, RandomMapping random) =>
        MappingCompiler.Compile(Encoding.UTF8.GetBytes(yaml), "mapping.yaml", new MappingCompilerOptions
        {
            TableName = "main.raw.test",
            WithTests = false,
            Descriptors = name => new DescriptorFile(name, random.Descriptors),
            Types = (_, _) => random.Types,
            Variables = _ => null,
        });

    /// <summary>
    /// Changes a text in up to three places. A quarter of the texts stays as it is, so that enough mappings compile whatever the
    /// language refuses.
    /// </summary>
    internal static string Mutate(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var changes = random.Next(0, 4); changes > 0; changes--)
        {
            var at = random.Next(mutated.Length + 1);
            var length = Math.Min(random.Next(0, 10), mutated.Length - at);
            var piece = mutated.ToString(at, length);
            switch (random.Next(4))
            {
                case 0:
                    mutated.Remove(at, length);
                    break;
                case 1:
                    mutated.Insert(random.Next(mutated.Length + 1), piece);
                    break;
                case 2:
                    mutated.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    mutated.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }
        return mutated.ToString();
    }
}
