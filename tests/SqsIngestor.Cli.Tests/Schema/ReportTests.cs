using System.Text.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Schema;

public sealed class ReportTests
{
    [Fact]
    public async Task Show_Table_HasNumbersAndDeltaTypes()
    {
        var result = await SqsIngestorProgram.RunAsync(
            "schema", "show", "descriptors/orders.proto", "--message-type", "sales.Orders");

        Assert.Contains("sales.Orders (main.sales.orders)", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"│ 6 +│ total +│ DECIMAL\(18,2\) +│", result.Output);
        Assert.Matches(@"│ 10 +│ discounts +│ ARRAY<STRUCT> +│", result.Output);
        Assert.Matches(@"│ +│   pct +│ DECIMAL\(9,6\) +│", result.Output);
    }

    [Fact]
    public async Task Show_TypesThatNoTableHas_AreNamed()
    {
        using var folder = new TemporaryFolder();
        var proto = folder.Write(
            "t.proto",
            "syntax = \"proto3\"; import \"google/protobuf/struct.proto\"; import \"google/protobuf/timestamp.proto\"; "
                + "message T { google.protobuf.Struct any = 1; google.protobuf.Timestamp at = 2; fixed64 big = 3; T self = 4; "
                + "repeated google.protobuf.Value values = 5; string name = 6; }");
        await SqsIngestorProgram.RunAsync("schema", "compile", proto);

        var result = await SqsIngestorProgram.RunAsync("schema", "show", folder["t.binpb"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Matches(@"│ 1 +│ any +│ none \(google\.protobuf\.Struct\) +│", result.Output);
        Assert.Matches(@"│ 2 +│ at +│ none \(google\.protobuf\.Timestamp\) +│", result.Output);
        Assert.Matches(@"│ 3 +│ big +│ none \(fixed64\) +│", result.Output);
        Assert.Matches(@"│ 4 +│ self +│ none \(T\) +│", result.Output);
        Assert.Matches(@"│ 5 +│ values +│ none \(ARRAY<google\.protobuf\.Value>\) +│", result.Output);
        Assert.Matches(@"│ 6 +│ name +│ STRING +│", result.Output);
    }

    [Fact]
    public async Task Show_Json_CanBePulledFrom()
    {
        using var folder = new TemporaryFolder();
        var json = await SqsIngestorProgram.RunAsync("schema", "show", "descriptors/orders.proto", "--format", "json");

        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-json", folder.Write("t.json", json.Output), "--table", "orders", "--output", folder.Path);
        var diff = await SqsIngestorProgram.RunAsync(
            "schema", "diff", "descriptors/orders.sql", folder["descriptors", "orders.binpb"], "--table", "main.sales.orders");

        Assert.Equal(0, pulled.ExitCode);
        Assert.Equal((0, "no change\n"), (diff.ExitCode, diff.Output));
    }

    [Fact]
    public async Task Show_FileThatIsNoSet_Is2()
    {
        var result = await SqsIngestorProgram.RunAsync("schema", "show", "README.md");

        Assert.Equal(
            (
                2,
                "error descriptor_invalid: README.md: The file is not a FileDescriptorSet. Files of other kinds are known by the "
                    + "end of their name: .sql, .json or .proto.\n"),
            (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task Sql_SetWithoutComments_TakesTheTypesOfTheMapping()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "t.proto",
            "syntax = \"proto2\"; message T { optional int64 at = 1; optional string total = 2; repeated int32 days = 3; " +
            "map<string, int64> seen = 4; optional S s = 5; message S { optional string raw = 1; } }");
        folder.Write("t.yaml", """
            version: 1
            descriptor: t.binpb
            columns:
              at: { from: $.body.at, as: timestamp_ntz }
              total: { from: $.body.total, as: "decimal(9,3)" }
              days: { from: $.body.days, as: date }
              seen: { entries: $.body.seen, value: { from: $.value, as: timestamp } }
              s: { fields: { raw: { from: $.body.raw, as: variant } } }
            """);
        await SqsIngestorProgram.RunAsync("schema", "compile", folder["t.proto"]);

        var plain = await SqsIngestorProgram.RunAsync("schema", "sql", folder["t.binpb"]);
        var typed = await SqsIngestorProgram.RunAsync(
            "schema", "sql", folder["t.binpb"], "--mapping", folder["t.yaml"], "--table", "main.a.t", "--principal", "0000-1");

        Assert.Contains(
            "  at BIGINT,\n  total STRING,\n  days ARRAY<INT>,\n  seen MAP<STRING, BIGINT>,\n  s STRUCT<raw: STRING>\n",
            plain.Output, StringComparison.Ordinal);
        Assert.Equal(
            """
            CREATE TABLE IF NOT EXISTS main.a.t (
              at TIMESTAMP_NTZ,
              total DECIMAL(9,3),
              days ARRAY<DATE>,
              seen MAP<STRING, TIMESTAMP>,
              s STRUCT<raw: VARIANT>
            );

            GRANT USE CATALOG ON CATALOG main TO `0000-1`;
            GRANT USE SCHEMA ON SCHEMA main.a TO `0000-1`;
            GRANT SELECT, MODIFY ON TABLE main.a.t TO `0000-1`;

            """, typed.Output);
    }

    [Fact]
    public async Task Diff_BreakingChange_IsExitCode1AndMachineReadable()
    {
        using var folder = new TemporaryFolder();
        var old = folder.Write("old.sql", "CREATE TABLE a.b.c (id INT, total DECIMAL(9,2))");
        var next = folder.Write("new.sql", "CREATE TABLE a.b.c (id BIGINT, total DECIMAL(9,2), note STRING)");

        var human = await SqsIngestorProgram.RunAsync("schema", "diff", old, next);
        var json = await SqsIngestorProgram.RunAsync("schema", "diff", old, next, "--format", "json");

        Assert.Equal((1, 1), (human.ExitCode, json.ExitCode));
        Assert.StartsWith("breaking  id: INT becomes BIGINT\n", human.Output, StringComparison.Ordinal);
        Assert.Contains("safe      note: added as STRING\n", human.Output, StringComparison.Ordinal);
        Assert.Contains(
            "1. Change the table: ALTER TABLE a.b.c ADD COLUMN note STRING;\n", human.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.True(document.RootElement.GetProperty("breaking").GetBoolean());
        Assert.Equal(
            ["id", "note"],
            document.RootElement.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("path").GetString()));
    }

    [Theory]
    [InlineData("CREATE TABLE t (a strin)", "old.sql:1:19: error sql_unknown_type: found 'strin'")]
    [InlineData("", "old.sql: The file has no table.")]
    public async Task Diff_FileThatCannotBeRead_SaysWhere(string sql, string words)
    {
        using var folder = new TemporaryFolder();
        var old = folder.Write("old.sql", sql);

        var result = await SqsIngestorProgram.RunAsync("schema", "diff", old, old);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }
}
