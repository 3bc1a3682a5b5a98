using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests;

/// <summary>Compiles mappings for tests.</summary>
internal static class TestPlans
{
    public static MappingPlan Repository(string name, string table = "main.raw.test") =>
        Plan(RepositoryFiles.Read("mappings", name + ".yaml"), _ => RepositoryFiles.Read("descriptors", name + ".binpb"), table);

    /// <summary>An example of mappings/ with the descriptors that it names.</summary>
    public static MappingCompilation CompileExample(string name) =>
        MappingCompiler.Compile(
            RepositoryFiles.Read("mappings", name + ".yaml"), $"mappings/{name}.yaml", new MappingCompilerOptions
            {
                TableNamePlaceholder = $"main.raw.{name}",
                Descriptors = file => DescriptorFile.Read(RepositoryFiles.PathOf("descriptors", file)),
            });

    public static MappingPlan Example(string name)
    {
        var compilation = CompileExample(name);
        return compilation.Plan ?? throw new InvalidOperationException(DiagnosticWriter.Write(compilation.Diagnostics));
    }

    public static MappingPlan Plan(string yaml, byte[] descriptors) =>
        Plan(Encoding.UTF8.GetBytes(yaml), _ => descriptors, "main.raw.test");

    public static MappingCompilation Compile(
        string yaml, byte[] descriptors, string? table = "main.raw.test", TableTypes? types = null) =>
        Compile(Encoding.UTF8.GetBytes(yaml), _ => descriptors, table, types);

    private static MappingPlan Plan(byte[] yaml, Func<string, byte[]> descriptors, string table)
    {
        var compilation = Compile(yaml, descriptors, table);
        return compilation.Plan ?? throw new InvalidOperationException(DiagnosticWriter.Write(compilation.Diagnostics));
    }

    private static MappingCompilation Compile(
        byte[] yaml, Func<string, byte[]> descriptors, string? table, TableTypes? types = null) =>
        MappingCompiler.Compile(yaml, "mapping.yaml", new MappingCompilerOptions
        {
            TableName = table,
            Descriptors = name => new DescriptorFile(name, descriptors(name)),
            Variables = name => name == "SET" ? "value" : null,
            Types = (_, _) => types,
        });
}
