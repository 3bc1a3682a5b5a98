using SqsIngestor.Catalog.Targets;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Tests.Shared;
using Answer = SqsIngestor.Tests.Shared.ScriptedWorkspace.Answer;

namespace SqsIngestor.Cli.Tests.Schema;

/// <summary>Each kind of table that Zerobus refuses, with each command that meets a table.</summary>
public sealed class TargetCommandTests
{
    private const string Name = "main.raw.t";

    [Theory]
    [MemberData(nameof(TargetTables.Refused), MemberType = typeof(TargetTables))]
    public async Task Pull_TableThatZerobusRefuses_WritesNothingAndSaysWhy(string code)
    {
        using var folder = new TemporaryFolder();
        var json = folder.Write("t.json", TargetTables.Json(code, Name));

        var result = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-json", json, "--output", folder["out"]);

        Assert.Equal(CliErrors.Of(Rule(code)).ExitCode, result.ExitCode);
        Assert.InRange(result.ExitCode, ExitCodes.NoColumns, ExitCodes.TooManyColumns);
        Assert.StartsWith($"error {code}: {Text(code)}", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory]
    [MemberData(nameof(TargetTables.Refused), MemberType = typeof(TargetTables))]
    public async Task CheckDiffAndInfer_TableThatZerobusRefuses_SayTheSame(string code)
    {
        using var folder = await MappedFolderAsync();
        var json = folder.Write("t.json", TargetTables.Json(code, Name));
        var samples = folder.Write("samples.ndjson", """{"id":1}""" + "\n");

        var check = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"], "--against", json);
        var diff = await SqsIngestorProgram.RunAsync("schema", "diff", folder["t.sql"], json);
        var infer = await SqsIngestorProgram.RunAsync("infer", samples, "--against", json);

        Assert.Equal([1, 1], [check.ExitCode, diff.ExitCode]);
        Assert.Contains($"error MAP806: {code}: {Text(code)}", check.Output, StringComparison.Ordinal);
        Assert.Contains($"breaking  {Name}: {code}: {Text(code)}", diff.Output, StringComparison.Ordinal);
        Assert.Equal(CliErrors.Of(Rule(code)).ExitCode, infer.ExitCode);
        Assert.StartsWith($"error {code}: {Text(code)}", infer.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TargetTables.Warned), MemberType = typeof(TargetTables))]
    public async Task PullAndCheck_TableThatNeedsAttention_Warn(string code)
    {
        using var folder = await MappedFolderAsync();
        var json = folder.Write("t.json", TargetTables.Json(code, Name));

        var pull = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-json", json, "--output", folder["out"]);
        var check = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"], "--against", json);

        Assert.Equal([0, 0], [pull.ExitCode, check.ExitCode]);
        Assert.Contains($"warning {code}: {Text(code)}", pull.Errors, StringComparison.Ordinal);
        Assert.Contains($"warning MAP817: {code}: {Text(code)}", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_LiveTableWithARescueColumn_ExplainsIt()
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(
            Answer.Table("""{"name":"id","type_text":"bigint"},{"name":"rest","type_text":"variant","position":1}"""),
            new Answer(200, """{"tag_assignments":[{"tag_key":"zerobus-rescue"}]}"""));
        using var folder = new TemporaryFolder();
        var variables = new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = workspace.Url.ToString(),
            ["DATABRICKS_TOKEN"] = "t",
        };

        var result = await SqsIngestorProgram.RunWithAsync(
            variables, "schema", "pull", "--table", "main.sales.orders", "--output", folder.Path);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            "warning table_has_rescue_column: main.sales.orders has the rescue column rest", result.Errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE VIEW main.raw.t AS SELECT 1", 21, "table_is_view")]
    [InlineData("CREATE MATERIALIZED VIEW main.raw.t AS SELECT 1", 21, "table_is_materialized_view")]
    [InlineData("CREATE TABLE main.raw.t (id BIGINT) LOCATION 's3://b/t'", 23, "table_is_external")]
    [InlineData("CREATE TABLE main.raw.t (id BIGINT, CHECK (id > 0))", 23, "table_has_check_constraint")]
    [InlineData("CREATE TABLE main.raw.`größe` (id BIGINT)", 23, "table_name_not_ascii")]
    [InlineData("CREATE TABLE main.raw.`../../t` (id BIGINT)", 23, "table_name_not_ascii")]
    public async Task Pull_Sql_IsRefusedWithItsCode(string sql, int exit, string code)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("t.sql", sql);

        var result = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", file, "--output", folder["out"]);

        Assert.Equal(exit, result.ExitCode);
        Assert.StartsWith($"error {code}: main.raw.", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    /// <summary>A script of a schema can have views too. They are not pulled, and refused if they are named.</summary>
    [Fact]
    public async Task Pull_FileWithATableAndAView_TakesTheTable()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("t.sql", "CREATE TABLE main.raw.t (id BIGINT); CREATE VIEW main.raw.v AS SELECT id FROM t");

        var one = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", file, "--output", folder["one"]);
        var all = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", file, "--all", "--output", folder["all"]);
        var view = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", file, "--table", "main.raw.v", "--output", folder["view"]);

        Assert.Equal([0, 0, 21], [one.ExitCode, all.ExitCode, view.ExitCode]);
        Assert.Equal(["t.binpb", "t.proto"], Names(folder["one", "descriptors"]));
        Assert.Equal(["t.binpb", "t.proto"], Names(folder["all", "descriptors"]));
        Assert.Contains("error table_is_view: main.raw.v is a view", view.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_UnityCatalogMappingAgainstAView_SaysThatItIsOne()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", "CREATE VIEW main.raw.t AS SELECT 1");
        var mapping = folder.Write(
            "t.yaml", "version: 1\ndescriptor: unity-catalog\ntable: main.raw.t\nauto: { from: $.body }\n");

        var result = await SqsIngestorProgram.RunAsync("check", mapping, "--against", sql);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("table_is_view: main.raw.t is a view", result.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static TargetRule Rule(string code) => TargetRules.All.Single(rule => rule.Code == code);

    private static string Text(string code) =>
        IngestTarget.Find(TargetTables.Table(code, Name)).First(finding => finding.Rule.Code == code).Text;

    /// <summary>A folder with a mapping of a good table of that name.</summary>
    private static async Task<TemporaryFolder> MappedFolderAsync()
    {
        var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", $"CREATE TABLE {Name} (id BIGINT)");
        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", sql, "--with-mapping", "--output", folder.Path);
        Assert.Equal(0, pulled.ExitCode);
        return folder;
    }
}
