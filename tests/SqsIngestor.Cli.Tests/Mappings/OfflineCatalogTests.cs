using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Mappings;

public sealed class OfflineCatalogTests
{
    private const string Yaml = """
        version: 1
        descriptor: unity-catalog
        table: main.test.t
        auto: { from: $.body }
        tests:
          - name: a moment
            body: { at: "2026-03-01T12:00:00Z" }
            expect: [{ at: "2026-03-01T12:00:00Z" }]
        """;

    [Fact]
    public async Task Check_NothingAtHand_SaysWhatToGive()
    {
        using var folder = new TemporaryFolder();

        var result = await SqsIngestorProgram.RunAsync("check", folder.Write("t.yaml", Yaml));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            ":2:13: error MAP820: the schema of main.test.t is in neither --against nor", result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AgainstSql_CompilesWithIt()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.sql", "CREATE TABLE main.test.t (at TIMESTAMP, n INT)");

        var result = await SqsIngestorProgram.RunAsync("check", folder.Write("t.yaml", Yaml), "--against", folder["t.sql"]);

        Assert.Equal("1 mapping, 0 errors, 0 warnings\n", result.Output);
    }

    [Fact]
    public async Task Test_PulledDescriptorBeside_StandsForTheCatalog()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.sql", "CREATE TABLE main.test.t (at TIMESTAMP, n INT)");
        await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", folder["t.sql"], "--output", folder.Path);

        var result =
            await SqsIngestorProgram.RunAsync("test", folder.Write("t.yaml", Yaml), "--descriptors", folder["descriptors"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }
}
