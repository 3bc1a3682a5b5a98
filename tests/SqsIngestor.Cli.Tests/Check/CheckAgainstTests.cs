using SqsIngestor.Emulator;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Check;

public sealed class CheckAgainstTests
{
    private const string Proto = """
        syntax = "proto2";
        message T {
          optional int64 id = 1;
          optional int64 placed = 2;
          optional string total = 3;
          optional string gone = 4;
          optional int32 kind = 5;
          optional S s = 6;
          repeated int32 days = 7;
          optional string left_out = 8;
          message S { optional int64 at = 1; }
        }
        """;

    private const string Yaml = """
        version: 1
        descriptor: t.binpb
        table: main.test.t
        columns:
          id: $.body.id
          placed: $.body.placed
          total: { from: $.body.total, as: "decimal(18,4)" }
          gone: $.body.gone
          kind: $.body.kind
          s: { fields: { at: { from: $.body.at, as: timestamp } } }
          days: { from: $.body.days, as: date }
        ignore: [left_out]
        """;

    private const string Sql =
        "CREATE TABLE main.test.t (id BIGINT NOT NULL, placed TIMESTAMP, total DECIMAL(10,2), kind STRING, s STRUCT<at: " +
            "TIMESTAMP_NTZ>, days ARRAY<DATE>, left_out STRING NOT NULL, fresh INT NOT NULL)";

    [Fact]
    public async Task Check_AgainstSql_SaysWhatDisagreesAndWhere()
    {
        using var folder = await FolderAsync();
        folder.Write("t.sql", Sql);

        var result = await SqsIngestorProgram.RunAsync("check", folder["t.yaml"], "--against", folder["t.sql"]);

        Assert.Equal(1, result.ExitCode);
        string[] expected =
        [
            "4:1: error MAP803: 'fresh': the column is INT NOT NULL, so the descriptor must have it",
            "4:1: error MAP811: the column 'left_out' is STRING NOT NULL, and the mapping does not set it",
            "5:7: warning MAP810: the column 'id' is BIGINT NOT NULL, and the descriptor has it as optional",
            "6:11: warning MAP807: 'placed': the column is TIMESTAMP, and the mapping does not say as: timestamp",
            "7:36: error MAP809: 'total': the column is DECIMAL(10,2), which does not hold every decimal(18,4)",
            "8:9: error MAP802: 'gone': table main.test.t has no such column",
            "9:9: error MAP804: 'kind': the column is STRING, so the field must be string; it is int32",
            "10:45: warning MAP808: 's.at': the column is TIMESTAMP_NTZ, and the mapping says as: timestamp",
        ];
        Assert.Equal(
            expected,
            result.Output.Split('\n')
            .Where(
                line =>
                line.StartsWith(folder["t.yaml"] + ":", StringComparison.Ordinal)
                    && !line.Contains("MAP405", StringComparison.Ordinal))
            .Select(line => line[(folder["t.yaml"].Length + 1)..]));
        Assert.Matches("\n +6 \\|   placed: \\$.body.placed\n +\\|           \\^+\n +=? ?as: timestamp\n", result.Output);
    }

    // The function checks values by the types of the descriptor, so a narrower column refuses what passes.
    [Fact]
    public async Task Check_AgainstATableThatIsNarrowerThanTheDescriptor_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var old = folder.Write(
            "old.sql",
            "CREATE TABLE main.s.t (id BIGINT NOT NULL, m VARCHAR(5), v VARIANT, st STRUCT<a: INT, b: ARRAY<INT>>, si SMALLINT, "
                + "c CHAR(5), l ARRAY<STRUCT<a: INT>>, w VARCHAR(5), text DECIMAL(9,2), arr ARRAY<STRING>, map MAP<STRING, INT>, "
                + "full ARRAY<STRING> NOT NULL)");
        var now = folder.Write(
            "new.sql",
            "CREATE TABLE main.s.t (id BIGINT NOT NULL, m VARCHAR(3), v STRING, st STRUCT<a: INT NOT NULL, "
                + "b: ARRAY<INT> NOT NULL>, si TINYINT, c CHAR(3), l ARRAY<STRUCT<a: INT NOT NULL>>, w VARCHAR(9), text STRING, "
                + "arr ARRAY<STRING> NOT NULL, map MAP<STRING, INT> NOT NULL, full ARRAY<STRING> NOT NULL)");
        await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", old, "--with-mapping", "--output", folder.Path);

        var before = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"], "--against", old);
        var after = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"], "--against", now);

        Assert.Contains("1 mapping, 0 errors, 0 warnings", before.Output, StringComparison.Ordinal);
        string[] expected =
        [
            "MAP808: 'v': the column is STRING, and the descriptor has VARIANT",
            "MAP810: 'l.element.a' is INT NOT NULL, and the descriptor has it as optional",
            "MAP810: 'st.a' is INT NOT NULL, and the descriptor has it as optional",
            "MAP810: 'st.b' is ARRAY<INT> NOT NULL, and the descriptor has it as optional",
            "MAP810: the column 'arr' is ARRAY<STRING> NOT NULL, and the descriptor has it as optional",
            "MAP810: the column 'map' is MAP<STRING, INT> NOT NULL, and the descriptor has it as optional",
            "MAP815: 'c': the column is CHAR(3), which does not hold every CHAR(5) of the descriptor",
            "MAP815: 'm': the column is VARCHAR(3), which does not hold every VARCHAR(5) of the descriptor",
            "MAP815: 'si': the column is TINYINT, which does not hold every SMALLINT of the descriptor",
        ];
        Assert.Equal(
            expected,
            after.Output.Split('\n').Where(line => line.Contains(": warning MAP", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf("MAP8", StringComparison.Ordinal)..]).Order(StringComparer.Ordinal));
        Assert.Contains("0 errors, 9 warnings", after.Output, StringComparison.Ordinal);
        Assert.Equal(0, after.ExitCode);
        var strict = await SqsIngestorProgram.RunAsync(
            "check", folder["mappings", "t.yaml"], "--against", now, "--warnings-as-errors");
        Assert.Equal((after.Output, 1), (strict.Output, strict.ExitCode));
    }

    [Theory]
    [InlineData("VARCHAR(35)", true)]
    [InlineData("CHAR(10)", true)]
    [InlineData("VARCHAR(36)", false)]
    [InlineData("STRING", false)]
    public async Task Check_UuidInAShortColumn_IsAnError(string type, bool found)
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", $"CREATE TABLE main.s.t (d {type})");
        await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", folder.Path);
        folder.Write(
            "mappings/t.yaml",
            "version: 1\ndescriptor: t.binpb\ntable: main.s.t\ncolumns: { d: { from: $.body.d, as: uuid } }\n");

        var alone = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"]);
        var against = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"], "--against", sql);

        Assert.Equal((found ? 1 : 0, found ? 1 : 0), (alone.ExitCode, against.ExitCode));
        foreach (var output in new[] { alone.Output, against.Output })
        {
            Assert.Equal(
                found,
                output.Contains(
                    $"error MAP816: 'd': the column is {type}, and a UUID has 36 characters", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("uc:")]
    [InlineData("uc:main.sales.orders")]
    public async Task Check_AgainstTheLiveTable_PassesUntilItChanges(string place)
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        var statements = File.ReadAllText(RepositoryFiles.PathOf("descriptors", "orders.sql")).Split("\n\n");
        foreach (var sql in statements) databricks.Tables.Create(sql.Trim().TrimEnd(';'));
        databricks.Tables.Create(
            File.ReadAllText(RepositoryFiles.PathOf("descriptors", "quarantine.sql"))
            .Replace("TABLE quarantine", "TABLE main.ops.quarantine", StringComparison.Ordinal));
        var variables = new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
            ["DATABRICKS_TOKEN"] = "",
        };
        string[] command = ["check", "mappings/orders.yaml", "--against", place];
        if (place != "uc:") command = [.. command, "--against", "uc:main.ops.quarantine", "--against", "descriptors/orders.sql"];

        var before = await SqsIngestorProgram.RunWithAsync(variables, command);
        databricks.Tables.Create(
            statements[0].TrimEnd(';')
            .Replace("is_gift BOOLEAN,", "", StringComparison.Ordinal)
            .Replace("CREATE TABLE", "CREATE OR REPLACE TABLE", StringComparison.Ordinal));
        var after = await SqsIngestorProgram.RunWithAsync(variables, command);

        Assert.True(before.ExitCode == 0, before.Output + before.Errors);
        Assert.Contains(
            "error MAP802: 'is_gift': table main.sales.orders has no such column", after.Output, StringComparison.Ordinal);
        Assert.Equal(1, after.ExitCode);
    }

    [Fact]
    public async Task Check_AgainstAPlaceWithoutTheTable_SaysSo()
    {
        using var folder = await FolderAsync();
        folder.Write("other.sql", "CREATE TABLE a.b.c (id INT); CREATE TABLE a.b.d (id INT)");

        var result = await SqsIngestorProgram.RunAsync("check", folder["t.yaml"], "--against", folder["other.sql"]);

        Assert.Contains("t.yaml:4:1: error MAP801: --against has no table main.test.t", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE t (id BIGINT)", true)]
    [InlineData("CREATE TABLE u (id BIGINT)", true)]
    [InlineData("USE main.test; CREATE TABLE t (id BIGINT)", true)]
    [InlineData("CREATE TABLE main.default.t (id BIGINT)", false)]
    [InlineData("CREATE TABLE main.default.t (id BIGINT); CREATE TABLE u (id BIGINT)", false)]
    [InlineData("USE main.other; CREATE TABLE t (id BIGINT)", false)]
    public async Task Check_AgainstATableOfAnotherName_IsThatTableOnlyIfTheFileLeavesOutTheSchema(string sql, bool found)
    {
        using var folder = await FolderAsync();
        folder.Write("t.sql", sql);

        var result = await SqsIngestorProgram.RunAsync("check", folder["t.yaml"], "--against", folder["t.sql"]);

        Assert.Equal(found, !result.Output.Contains("MAP801", StringComparison.Ordinal));
        Assert.Equal(found, result.Output.Contains("'kind': table ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("main.ops.quarantine=descriptors/quarantine.sql")]
    [InlineData("descriptors/quarantine.sql")]
    public async Task Check_AgainstSeveralFiles_ChecksTheQuarantineTableToo(string quarantine)
    {
        var without = await SqsIngestorProgram.RunAsync("check", "mappings/orders.yaml", "--against", "descriptors/orders.sql");
        var with = await SqsIngestorProgram.RunAsync(
            "check", "mappings/orders.yaml", "--against", "descriptors/orders.sql", "--against", quarantine);

        Assert.Equal(1, without.ExitCode);
        Assert.Contains("add --against main.ops.quarantine=FILE", without.Output, StringComparison.Ordinal);
        Assert.True(with.ExitCode == 0, with.Output + with.Errors);
    }

    [Fact]
    public async Task Check_AgainstANameForSeveralTables_Is2()
    {
        var result = await SqsIngestorProgram.RunAsync(
            "check", "mappings/orders.yaml", "--against", "main.sales.orders=descriptors/orders.sql");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("they cannot all be named main.sales.orders", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("serve", "--ready-file", "nothing.json", "--workspace-port", "0", "--zerobus-port", "0")]
    public async Task LocalRun_WithoutATableOfTheMapping_NamesTheOptionThatBringsIt(params string[] command)
    {
        using var folder = new TemporaryFolder();
        command = [.. command.Select(word => word == "nothing.json" ? folder[word] : word)];

        var result = await SqsIngestorProgram.RunAsync(
            [.. command, "mappings/orders.yaml", "--sql", "descriptors/orders.sql"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            "error table_not_served: mappings/orders.yaml: The mapping writes to main.ops.quarantine, and no --sql creates it. "
                + "Add --sql main.ops.quarantine=",
            result.Errors, StringComparison.Ordinal);
    }

    private static async Task<TemporaryFolder> FolderAsync()
    {
        var folder = new TemporaryFolder();
        folder.Write("t.proto", Proto);
        folder.Write("t.yaml", Yaml);
        Assert.Equal(0, (await SqsIngestorProgram.RunAsync("schema", "compile", folder["t.proto"])).ExitCode);
        return folder;
    }
}
