using SqsIngestor.Cli.Diagnostics;
using SqsIngestor.Cli.Reference;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Reference;

/// <summary>Pages and schemas that are made from the program.</summary>
public class ReferenceTests
{
    [Fact]
    public void Diagnostics_PageInTheRepository_IsWhatTheProgramPrints() =>
        Assert.Equal(DiagnosticReference.Write(), File.ReadAllText(RepositoryFiles.PathOf("docs", "reference", "diagnostics.md")).ReplaceLineEndings("\n"));

    [Fact]
    public void KnownCodes_Ids_AreUniqueAndOfOneForm()
    {
        Assert.Equal(KnownCodes.All.Count, KnownCodes.All.Select(c => c.Id).Distinct().Count());
        Assert.All(KnownCodes.All, c => Assert.Matches("^MAP[0-9]{3}$", c.Id));
        Assert.All(KnownCodes.All, c => Assert.Contains($"| {c.Id} |", DiagnosticReference.Write(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Schema_Mapping_IsTheFileOfTheRepository()
    {
        var result = await SqsIngestorProgram.RunAsync("schema", "mapping");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(File.ReadAllText(RepositoryFiles.PathOf("src", "SqsIngestor.Cli", "Schema", "mapping.schema.json")), result.Output);
        Assert.Equal(SchemaCommand.MappingSchema(), result.Output);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("test")]
    [InlineData("encode")]
    [InlineData("explain")]
    [InlineData("schema")]
    [InlineData("reference")]
    public async Task Help_Root_NamesTheCommand(string command)
    {
        var result = await SqsIngestorProgram.RunAsync("--help");

        Assert.Contains($"\n  {command} ", result.Output, StringComparison.Ordinal);
    }
}
