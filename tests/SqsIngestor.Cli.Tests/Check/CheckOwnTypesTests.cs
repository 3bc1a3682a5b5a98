using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Check;

/// <summary>A mapping is held against the Delta types that its own descriptor set names, without any table.</summary>
public sealed class CheckOwnTypesTests
{
    private const string Sql =
        "CREATE TABLE main.test.t (id TINYINT, placed TIMESTAMP, day DATE, wide DECIMAL(12,4), narrow DECIMAL(12,4), "
            + "v VARIANT, s STRUCT<at: TIMESTAMP, name: STRING>, days ARRAY<DATE>, flags MAP<DATE, TIMESTAMP>, plain BIGINT)";

    private const string Mapping = "mappings/t.yaml";

    private const string Yaml = """
        version: 1
        descriptor: t.binpb
        table: main.test.t
        columns:
          id: $.body.id
          placed: $.body.placed
          day: { expr: "body.day" }
          wide: { from: $.body.wide, as: "decimal(38,10)" }
          narrow: { from: $.body.narrow, as: "decimal(10,2)" }
          v: $.body.v
          s: $.body.s
          days: { each: $.body.days, value: $.item }
          flags: { entries: $.body.flags, value: { from: $.value, as: timestamp } }
          plain: { from: $.body.plain, as: timestamp }
        """;

    [Fact]
    public async Task Check_WithoutATable_ComparesWithTheTypesOfTheDescriptorSet()
    {
        using var folder = await FolderAsync(Yaml);

        var result = await SqsIngestorProgram.RunAsync("check", folder[Mapping]);

        Assert.Equal(1, result.ExitCode);
        string[] expected =
        [
            "6:11: warning MAP807: 'placed': the column is TIMESTAMP, and the mapping does not say as: timestamp",
            "7:16: warning MAP807: 'day': the column is DATE, and the mapping does not say as: date",
            "8:34: error MAP809: 'wide': the column is DECIMAL(12,4), which does not hold every decimal(38,10)",
            "9:38: warning MAP814: 'narrow': the column is DECIMAL(12,4), which holds more than decimal(10,2)",
            "10:6: warning MAP807: 'v': the column is VARIANT, and the mapping does not say as: variant",
            "11:6: warning MAP807: 's.at': the column is TIMESTAMP, and the mapping does not say as: timestamp",
            "12:37: warning MAP807: 'days.element': the column is DATE, and the mapping does not say as: date",
            "13:10: warning MAP807: 'flags.key': the column is DATE, and the mapping does not say as: date",
            "14:36: warning MAP808: 'plain': the column is BIGINT, and the mapping says as: timestamp",
        ];
        Assert.Equal(
            expected,
            result.Output.Split('\n').Where(line => line.StartsWith(folder[Mapping] + ":", StringComparison.Ordinal))
                .Select(line => line[(folder[Mapping].Length + 1)..]));
        Assert.Contains(
            "fill it by itself, with fields, each or entries, and as: timestamp", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_StarterMapping_HasNothingToSay()
    {
        using var folder = await FolderAsync(null);

        var result = await SqsIngestorProgram.RunAsync("check", folder[Mapping]);

        Assert.True(
            result.Output.Contains("1 mapping, 0 errors, 0 warnings", StringComparison.Ordinal), result.Output + result.Errors);
    }

    [Fact]
    public async Task Check_FieldsOfAStructWithoutASource_AreAWarningUntilTheyAreIgnored()
    {
        const string Columns =
            "columns: { s: { fields: { name: $.body.name } } }\n"
                + "ignore: [id, placed, day, wide, narrow, v, days, flags, plain";
        using var folder = await FolderAsync($"version: 1\ndescriptor: t.binpb\ntable: main.test.t\n{Columns}]\n");
        var without = await SqsIngestorProgram.RunAsync("check", folder[Mapping]);
        folder.Write(Mapping, $"version: 1\ndescriptor: t.binpb\ntable: main.test.t\n{Columns}, s.at]\n");
        var with = await SqsIngestorProgram.RunAsync("check", folder[Mapping]);

        Assert.Contains("warning MAP419: the field 's.at' is neither mapped", without.Output, StringComparison.Ordinal);
        Assert.Contains("0 errors, 0 warnings", with.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_TimeWithoutAs_IsShownAndWarnedOfByItsType()
    {
        using var folder = await FolderAsync(
            Yaml.Replace("decimal(38,10)", "decimal(12,4)", StringComparison.Ordinal));
        string[] arguments =
        [
            "encode", folder[Mapping], "--body",
            """{"placed":1772366400,"day":20513,"flags":{"20513":"2026-03-01T12:00:00Z"}}""",
        ];

        var encoded = await SqsIngestorProgram.RunAsync(arguments);
        arguments[0] = "explain";
        var explained = await SqsIngestorProgram.RunAsync(arguments);
        var failed = await SqsIngestorProgram.RunAsync(
            "encode", folder[Mapping], "--body", """{"id":128}""");

        Assert.Contains(
            """
            "placed":"1970-01-01T00:29:32.3664Z","day":"2026-03-01","flags":{"2026-03-01":"2026-03-01T12:00:00Z"}
            """, encoded.Output, StringComparison.Ordinal);
        const string Warning = "1970-01-01T00:29:32.3664Z is outside the years 2000 to 2100";
        Assert.Contains("warning: main.test.t: placed: " + Warning, encoded.Errors, StringComparison.Ordinal);
        Assert.Contains(Warning, explained.Output, StringComparison.Ordinal);
        Assert.Contains("wanted a number from -128 to 127, for TINYINT", failed.Errors, StringComparison.Ordinal);
    }

    private static async Task<TemporaryFolder> FolderAsync(string? yaml)
    {
        var folder = new TemporaryFolder();
        folder.Write("t.sql", Sql);
        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", folder["t.sql"], "--output", folder["."], "--with-mapping");
        Assert.True(pulled.ExitCode == 0, pulled.Output + pulled.Errors);
        if (yaml is not null) folder.Write(Mapping, yaml);
        return folder;
    }
}
