using SqsIngestor.Tests.Shared;

// A word that is wrong on purpose: cspell:ignore bignit
namespace SqsIngestor.Cli.Tests.Schema;

/// <summary>Pulling from files: several tables, what is left out, variables, and mappings that exist.</summary>
public sealed class PullFilesTests
{
    private const string Edited = """
        # Mine.
        version: 1
        descriptor: t.binpb
        table: main.s.t
        payload:
          decode: [json]
        columns:
          a: $.body.other   # by hand
          s:
            from: $.body.s
            fields:
              x: $.body.s.x

              # the last of s

          gone: $.body.gone

        # Not for columns.
        ignore: [hidden]
        tests: []
        """;

    private const string Sql =
        "CREATE TABLE main.s.t (a INT NOT NULL, s STRUCT<x: INT>, hidden INT, n DECIMAL(9,2), at TIMESTAMP DEFAULT now())";

    [Fact]
    public async Task Pull_ColumnThatProtobufCannotCarry_IsNamedAndLeftOutWith25()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", "CREATE TABLE main.s.t (a INT, b ARRAY<ARRAY<INT>>, `c d` INT)");

        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", sql, "--with-mapping", "--output", folder.Path);
        var check = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"], "--against", sql);
        var diff = await SqsIngestorProgram.RunAsync("schema", "diff", sql, folder["descriptors", "t.binpb"]);

        Assert.Equal((0, "no change\n"), (diff.ExitCode, diff.Output));
        Assert.Equal(25, pulled.ExitCode);
        Assert.Equal(
            "error table_not_expressible: main.s.t: b.element: protobuf has no ARRAY directly inside an ARRAY. "
                + "Use ARRAY<STRUCT<items: ARRAY<INT>>>. The column is left out.\n"
                + "error table_not_expressible: main.s.t: c d: protobuf does not allow this name. Use a name of ASCII letters, "
                + "digits and underscores that does not start with a digit. The column is left out.\n",
            pulled.Errors);
        Assert.DoesNotContain("  b:", File.ReadAllText(folder["mappings", "t.yaml"]), StringComparison.Ordinal);
        Assert.Equal(0, check.ExitCode);
        Assert.Contains(
            "warning MAP812: the column 'b' is left out: b.element: protobuf has no ARRAY", check.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_ColumnThatRowsNeed_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", "CREATE TABLE main.s.t (a INT, b INTERVAL DAY NOT NULL, c VOID)");

        var pulled = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", folder["out"]);

        Assert.Equal(25, pulled.ExitCode);
        Assert.Contains("b: Zerobus does not support INTERVAL DAY.", pulled.Errors, StringComparison.Ordinal);
        Assert.Contains("c: Zerobus does not support VOID.", pulled.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task Pull_AllWithSeveralTablesThatCannotBe_NamesEachAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write(
            "t.sql",
            "CREATE TABLE a.s.good (a INT); CREATE TABLE a.s.checked (a INT, CHECK (a > 0)); "
                + "CREATE TABLE a.s.needed (a INT, b INTERVAL DAY NOT NULL); CREATE TABLE a.s.gone (a INT); DROP TABLE a.s.gone");

        var pulled = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--all", "--output", folder["out"]);
        var gone = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", sql, "--table", "a.s.gone", "--output", folder["out"]);

        Assert.NotEqual(0, pulled.ExitCode);
        Assert.Contains("a.s.checked has the CHECK constraint", pulled.Errors, StringComparison.Ordinal);
        Assert.Contains("error table_not_expressible: a.s.needed: b: Zerobus does not", pulled.Errors, StringComparison.Ordinal);
        Assert.EndsWith("\nNo file was written.\n", pulled.Errors, StringComparison.Ordinal);
        Assert.Contains("The file has no table 'a.s.gone'.", gone.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task Pull_GeneratedAndDefaultColumns_SaysWhatZerobusDoesWithThem()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write(
            "t.sql",
            "CREATE TABLE main.s.t (id BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY, at TIMESTAMP DEFAULT now(), a INT)");

        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", sql, "--with-mapping", "--output", folder.Path);
        var check = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"], "--against", sql);
        folder.Write(
            "descriptors/t.proto", "syntax = \"proto2\"; message table_t { required int64 id = 1; optional int32 a = 2; }");
        await SqsIngestorProgram.RunAsync("schema", "compile", folder["descriptors", "t.proto"]);
        folder.Write(
            "mappings/t.yaml",
            "version: 1\ndescriptor: t.binpb\ntable: main.s.t\ncolumns:\n  id: $.body.id\n  a: $.body.a\n");
        var mapped = await SqsIngestorProgram.RunAsync("check", folder["mappings", "t.yaml"], "--against", sql);

        Assert.Equal(0, pulled.ExitCode);
        Assert.StartsWith("warning table_has_generated_columns: main.s.t computes id; ", pulled.Errors, StringComparison.Ordinal);
        Assert.EndsWith(
            "main.s.t: warning: id: the table computes the values of this column (GENERATED ALWAYS AS IDENTITY), so it is "
                + "read-only. The column is left out.\n"
                + "main.s.t: warning: 'at' has DEFAULT now(). Zerobus does not fill it in: set it in the mapping.\n",
            pulled.Errors, StringComparison.Ordinal);
        Assert.Equal(0, check.ExitCode);
        Assert.Contains("warning MAP817: table_has_generated_columns: ", check.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 mapping, 0 errors, 1 warning\n", check.Output, StringComparison.Ordinal);
        Assert.Equal(1, mapped.ExitCode);
        Assert.Contains("5:7: error MAP813: 'id': the table computes", mapped.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pull_MappingThatExists_GetsNewColumnsAndKeepsTheRest(bool force)
    {
        using var folder = new TemporaryFolder();
        var (sql, path) = (folder.Write("t.sql", Sql), folder.Write("mappings/t.yaml", Edited));
        string[] command = ["schema", "pull", "--from-sql", sql, "--with-mapping", "--output", folder.Path];
        if (force) command = [.. command, "--force"];

        var pulled = await SqsIngestorProgram.RunAsync(command);
        var merged = File.ReadAllText(path);
        var again = await SqsIngestorProgram.RunAsync([.. command.Except(["--force"]), "--force"]);

        Assert.Equal(0, pulled.ExitCode);
        Assert.Equal(
            Edited.Replace(
                "  gone: $.body.gone\n",
                "  gone: $.body.gone\n"
                    + "  \"n\": { from: $.body.n, as: \"decimal(9,2)\" } # DECIMAL(9,2)\n"
                    + "  at: { from: $.body.at, as: timestamp } # TIMESTAMP DEFAULT now()\n", StringComparison.Ordinal),
            merged);
        Assert.Contains(
            $"{path}: added 'n', 'at'; everything else is unchanged.\n{path}: kept 'gone', which the table does not have.\n",
            pulled.Errors, StringComparison.Ordinal);
        Assert.Contains($"{path}: unchanged: it has every column of the table.", again.Errors, StringComparison.Ordinal);
        Assert.Equal(merged, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("version: 1\ntable: main.s.t\nauto: { from: $.body }\n", "unchanged: 'auto' follows the table.")]
    [InlineData("version: 1\ncolumns: { a: $.body.a }\n", "unchanged: it has no list of columns, one a line, to add 's'")]
    [InlineData("version: 1\ntable: prod.s.t\ncolumns:\n  a: $.body.a\n", "unchanged: it is the mapping of prod.s.t.")]
    [InlineData("version: 1\ntables:\n  - table: a.b.c\n    columns:\n      a: $.body.a\n", "it has no table main.s.t.")]
    [InlineData("- 1\n", "unchanged: it is not one mapping of keys.")]
    [InlineData("a: [\n", "unchanged: it is not YAML")]
    public async Task Pull_MappingThatCannotBeMerged_StaysAsItIs(string yaml, string words)
    {
        using var folder = new TemporaryFolder();
        var (sql, path) = (folder.Write("t.sql", Sql), folder.Write("mappings/t.yaml", yaml));

        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", sql, "--with-mapping", "--output", folder.Path, "--force");

        Assert.Equal(0, pulled.ExitCode);
        Assert.Contains(words, pulled.Errors, StringComparison.Ordinal);
        Assert.Equal(yaml, File.ReadAllText(path));
    }

    [Fact]
    public async Task Pull_All_WritesEveryTableOfTheFileOrNone()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write(
            "t.sql", "USE ${cat}.s;\nCREATE TABLE a (x INT);\nCREATE TABLE b (y INT);\nALTER TABLE b ADD COLUMN z DATE;\n");
        string[] command = ["schema", "pull", "--from-sql", sql, "--all", "--with-mapping", "--output", folder["out"]];

        var without = await SqsIngestorProgram.RunAsync(command);
        var pulled = await SqsIngestorProgram.RunAsync([.. command, "--var", "cat=dev"]);
        var twice = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--all", "--from-sql",
            folder.Write("u.sql", "CREATE TABLE a.b.c (x INT); CREATE TABLE a.d.C (x INT)"));

        Assert.Equal(2, without.ExitCode);
        Assert.Equal(
            $"{sql}:1:5: error sql_unknown_variable: found the variable cat, expected a value for it: --var cat=VALUE.\n"
                + "   1 | USE ${cat}.s;\n     |     ^^^^^^\n",
            without.Errors);
        Assert.Equal(("", 0), (pulled.Errors, pulled.ExitCode));
        Assert.Equal(
            ["a.binpb", "a.proto", "b.binpb", "b.proto"],
            Directory.GetFiles(folder["out", "descriptors"]).Select(Path.GetFileName).Order());
        Assert.Contains("table: dev.s.b\n", File.ReadAllText(folder["out", "mappings", "b.yaml"]), StringComparison.Ordinal);
        Assert.Contains("  z:", File.ReadAllText(folder["out", "mappings", "b.yaml"]), StringComparison.Ordinal);
        Assert.Equal(2, twice.ExitCode);
        Assert.Contains("a.b.c and a.d.C would both be written", twice.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_SqlWithProblems_ShowsAllOfThemWithTheirLines()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", "\uFEFFCREATE TABLE main.s.t (\n\ta BIGNIT,\n  b TEXT\n);\n");

        var pulled = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql);

        const string Types =
            "expected a Delta type such as STRING, BIGINT, DECIMAL(18,2), TIMESTAMP, ARRAY<…>, MAP<…> or STRUCT<…>";
        Assert.Equal(2, pulled.ExitCode);
        Assert.Equal(
            $"{sql}:2:4: error sql_unknown_type: found 'BIGNIT', {Types}; did you mean 'BIGINT'?\n"
                + "   2 |  a BIGNIT,\n     |    ^^^^^^\n"
                + $"{sql}:3:5: error sql_unknown_type: found 'TEXT', {Types}; did you mean STRING?\n"
                + "   3 |   b TEXT\n     |     ^^^^\n",
            pulled.Errors);
    }

    [Theory]
    [InlineData("MAIN.S.T")]
    [InlineData("${catalog}.s.t")]
    public async Task Pull_MappingWhoseNameCanBeTheTables_GetsNewColumns(string name)
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", "CREATE TABLE main.s.t (a INT, b INT)");
        var path = folder.Write("mappings/t.yaml", $"version: 1\ntable: {name}\ncolumns:\n  a: $.body.a\n");

        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", sql, "--with-mapping", "--output", folder.Path);

        Assert.Equal(0, pulled.ExitCode);
        Assert.EndsWith("  a: $.body.a\n  b: $.body.b # INT\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_NotNullColumnThatZerobusDoesNotFillIn_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", "CREATE TABLE main.s.t (a INT, b ARRAY<ARRAY<INT>> NOT NULL DEFAULT array())");

        var pulled = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", folder["out"]);

        Assert.Equal(25, pulled.ExitCode);
        Assert.Contains("b.element: protobuf has no ARRAY", pulled.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task Pull_MapWhoseEntryHasTheNameOfAColumn_LeavesOutTheMapAlone()
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", "CREATE TABLE main.s.t (attrs MAP<STRING, INT>, AttrsEntry INT)");

        var pulled = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", folder.Path);

        Assert.Equal(25, pulled.ExitCode);
        Assert.Contains(
            "optional int32 AttrsEntry = 1;", File.ReadAllText(folder["descriptors", "t.proto"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE a.s.t (x INT); CREATE TABLE b.s.t (y INT)", "t",
        "The file has 2 tables 't': a.s.t, b.s.t. Choose one")]
    [InlineData("CREATE TABLE t (x INT); CREATE TABLE main.default.T (y INT)", "main.default.t", "The file has 2 tables")]
    public async Task Pull_NameOfSeveralTables_SaysWhich(string text, string name, string words)
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", text);

        var pulled = await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--table", name);

        Assert.Equal(2, pulled.ExitCode);
        Assert.Contains($"error table_ambiguous: {sql}: {words}", pulled.Errors, StringComparison.Ordinal);
    }
}
