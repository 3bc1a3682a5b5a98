using CsCheck;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Emulator;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Tests.Shared;
using Answer = SqsIngestor.Tests.Shared.ScriptedWorkspace.Answer;

namespace SqsIngestor.Cli.Tests.Schema;

public sealed class PullTests
{
    [Fact]
    public async Task Pull_TableOfTheEmulator_WritesADescriptorAndAMappingThatPassesCheck()
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        databricks.Tables.Create(File.ReadAllText(RepositoryFiles.PathOf("descriptors", "orders.sql")).Split(';')[0]);
        using var folder = new TemporaryFolder();

        var pulled = await SqsIngestorProgram.RunWithAsync(
            Variables(databricks), "schema", "pull", "--table", "main.sales.orders", "--with-mapping", "--output", folder.Path);
        var check = await SqsIngestorProgram.RunAsync("check", folder["mappings", "orders.yaml"]);
        var sql = await SqsIngestorProgram.RunAsync("schema", "sql", folder["descriptors", "orders.binpb"]);

        Assert.Equal(("", 0), (pulled.Errors, pulled.ExitCode));
        Assert.Equal(
            string.Join(
                "",
                new[]
                {
                    "descriptors/orders.proto", "descriptors/orders.binpb", "mappings/orders.yaml",
                }.Select(f => $"{folder[f]}\n")),
            pulled.Output);
        Assert.Equal("1 mapping, 0 errors, 0 warnings\n", check.Output);
        var orders = File.ReadAllText(RepositoryFiles.PathOf("descriptors", "orders.sql")).Split("\n\n")[0] + "\n";
        Assert.Equal(orders.Replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", StringComparison.Ordinal), sql.Output);
    }

    [Fact]
    public async Task Pull_Json_OfflineAndAgain_OverwritesOnlyWithForce()
    {
        using var folder = new TemporaryFolder();
        var json = folder.Write("orders.json", Answer.Table().Body);
        string[] command = ["schema", "pull", "--from-json", json, "--output", folder.Path];
        await SqsIngestorProgram.RunAsync(command);
        File.WriteAllText(folder["descriptors", "orders.proto"], "mine");

        var refused = await SqsIngestorProgram.RunAsync(command);
        var kept = File.ReadAllText(folder["descriptors", "orders.proto"]);
        var forced = await SqsIngestorProgram.RunAsync([.. command, "--force"]);

        Assert.Equal((2, "mine"), (refused.ExitCode, kept));
        Assert.Contains("The file exists. Use --force", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
        Assert.Contains(
            "optional int64 id = 1; // BIGINT", File.ReadAllText(
                folder["descriptors", "orders.proto"]), StringComparison.Ordinal);
        Assert.Equal(
            ["orders.binpb", "orders.proto"], Directory.GetFiles(folder["descriptors"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Compile_PulledFile_GivesTheSetThatPullWrote()
    {
        using var folder = new TemporaryFolder();
        await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", "descriptors/orders.sql", "--table", "orders", "--output", folder.Path);
        var pulled = File.ReadAllBytes(folder["descriptors", "orders.binpb"]);

        var compiled = await SqsIngestorProgram.RunAsync(
            "schema", "compile", folder["descriptors", "orders.proto"], "--output", folder["again"]);

        Assert.Equal($"{folder["again", "orders.binpb"]}\n", compiled.Output);
        Assert.Equal(pulled, File.ReadAllBytes(folder["again", "orders.binpb"]));
    }

    /// <summary>
    /// A STRUCT is a message named after its field without underscores. That is not a name if a digit is first.
    /// </summary>
    [Theory]
    [InlineData("_1st")]
    [InlineData("__")]
    public async Task Pull_StructWhoseNameIsNoMessage_IsCompiled(string column)
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write(
            "t.sql", $"CREATE TABLE main.a.t ({column} STRUCT<a: INT>, b ARRAY<STRUCT<{column}: STRUCT<c: INT>>>);");

        var pulled = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", folder.Path);
        var shown = await SqsIngestorProgram.RunAsync("schema", "sql", folder["descriptors", "t.binpb"]);

        Assert.Equal((0, ""), (pulled.ExitCode, pulled.Errors));
        Assert.Contains($"  {column} STRUCT<a: INT>", shown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "{}", 10, "refused the token (401)")]
    [InlineData(403, "{}", 11, "not allowed to read main.sales.orders")]
    [InlineData(404, "{}", 12, "The table main.sales.orders does not exist")]
    [InlineData(429, "{}", 13, "Try again in 60 s")]
    [InlineData(503, "{}", 14, "answered 503")]
    [InlineData(200, "<html>", 16, "it is a login page")]
    [InlineData(400, "{}", 17, "rejected the request")]
    public async Task Pull_AnswerThatIsNoTable_HasItsOwnMessageAndExitCode(int status, string body, int exit, string words)
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(new Answer(status, body, RetryAfter: "60"));

        var result = await SqsIngestorProgram.RunWithAsync(Token(workspace), "schema", "pull", "--table", "main.sales.orders");

        Assert.Equal(exit, result.ExitCode);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", result.Errors + result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "MANAGED", 20, "has no columns")]
    [InlineData("""{"name":"a","type_text":"int"}""", "VIEW", 21, "is a view, which is read-only")]
    [InlineData("""{"name":"a","type_text":"int"}""", "FOREIGN", 22, "is a foreign table")]
    [InlineData("""{"name":"a","type_text":"int"}""", "EXTERNAL", 23, "table_is_external: main.sales.orders is an external")]
    [InlineData(
        """{"name":"a","type_text":"array<array<int>>"}""", "MANAGED", 25,
        "a.element: protobuf has no ARRAY directly inside an ARRAY. Use ARRAY<STRUCT<items: ARRAY<INT>>>.")]
    [InlineData("""{"name":"a b","type_text":"int"}""", "MANAGED", 25, "a b: protobuf does not allow this name.")]
    public async Task Pull_TableThatTakesNoRows_HasItsOwnMessageAndExitCode(string columns, string type, int exit, string words)
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(Answer.Table(columns, type));
        using var folder = new TemporaryFolder();

        var result = await SqsIngestorProgram.RunWithAsync(
            Token(workspace), "schema", "pull", "--table", "main.sales.orders", "--output", folder.Path);

        Assert.Equal(exit, result.ExitCode);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Pull_WithClientCredentials_AsksForOneToken()
    {
        await using var workspace = await ScriptedWorkspace.StartAsync(
            Answer.Table(string.Join(",", Enumerable.Range(0, 2_001).Select(i => $$"""{"name":"c{{i}}","type_text":"int"}"""))));
        var variables = new Dictionary<string, string> { ["DATABRICKS_CLIENT_SECRET"] = "s", ["DATABRICKS_TOKEN"] = "" };

        var result = await SqsIngestorProgram.RunWithAsync(
            variables, "schema", "pull", "--table", "main.sales.orders", "--host", workspace.Url.ToString(), "--client-id", "c");

        Assert.Equal(24, result.ExitCode);
        Assert.Contains("has 2001 columns; Zerobus accepts 2000", result.Errors, StringComparison.Ordinal);
        Assert.Equal("Bearer token-1", Assert.Single(workspace.Requests).Token);
    }

    [Theory]
    [InlineData("Use --table, or a file", "schema", "pull")]
    [InlineData("'a.b' is not a full table name: it has 2 parts instead of 3.", "schema", "pull", "--table", "a.b")]
    [InlineData("No workspace is named", "schema", "pull", "--table", "a.b.c")]
    [InlineData("not the https URL of a workspace", "schema", "pull", "--table", "a.b.c", "--host", "http://example.com")]
    [InlineData("DATABRICKS_CLIENT_ID is not set", "schema", "pull", "--table", "a.b.c", "--host", "x.cloud.databricks.com")]
    [InlineData("has 2 tables. Choose one with --table", "schema", "pull", "--from-sql", "descriptors/orders.sql")]
    public async Task Pull_WrongCommandLine_Is2(string words, params string[] arguments)
    {
        var variables = new[]
        {
            "HOST", "TOKEN", "CLIENT_ID", "CLIENT_SECRET",
        }.ToDictionary(name => $"DATABRICKS_{name}", _ => "");

        var result = await SqsIngestorProgram.RunWithAsync(variables, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_StarterMappingOfAnyTable_Compiles() => CatalogGen.ExpressibleTable.Sample(
        table =>
        {
            var yaml = StarterMapping.Write(table, "t.binpb");
            using var folder = new TemporaryFolder();
            var set = ProtoSet.Write(
                ProtocProgram.Compile(
                    new FileInfo(folder.Write("t.proto", ProtoText.Write(TableFile.Build(table, "t.proto")))), []));

            var compiled = MappingCompiler.Compile(
                System.Text.Encoding.UTF8.GetBytes(yaml), "t.yaml",
                new MappingCompilerOptions { Descriptors = _ => new DescriptorFile("t.binpb", set) });

            Assert.True(compiled.Plan is not null, yaml + DiagnosticWriter.Write(compiled.Diagnostics));
        },
        iter: 60);

    private static Dictionary<string, string> Token(ScriptedWorkspace workspace) =>
        new() { ["DATABRICKS_HOST"] = workspace.Url.ToString(), ["DATABRICKS_TOKEN"] = "secret-token" };

    private static Dictionary<string, string> Variables(LocalDatabricks databricks) => new()
    {
        ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
        ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
        ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
        ["DATABRICKS_TOKEN"] = "",
    };
}
