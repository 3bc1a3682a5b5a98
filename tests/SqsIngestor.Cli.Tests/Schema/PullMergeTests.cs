using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Schema;

/// <summary>What <c>schema pull --mapping</c> says about the inside of columns of a mapping that exists.</summary>
public sealed class PullMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pull_NewFieldsInsideColumns_AreAdded()
    {
        const string Mapping = """
            version: 1
            table: main.s.t
            columns:
              cust: # mine
                from: $.body.customer
                fields:
                  id: $.body.customer.id # by hand
                  inner:
                    from: $.body.customer.inner
                    fields:
                      p: $.body.customer.inner.p
              lines:
                each: $.body.lines
                fields:
                  a: $.item.a
              m:
                entries: $.body.m
                fields:
                  x: $.value.x

            ignore: [cust.secret]
            """;

        var (notes, merged) = await PullAsync(
            "cust STRUCT<id: STRING, inner: STRUCT<p: INT, q: DATE>, vip: BOOLEAN, secret: STRING>, "
                + "lines ARRAY<STRUCT<a: STRING, b: STRUCT<c: INT>>>, m MAP<STRING, STRUCT<x: INT, y: INT>>, z INT",
            Mapping);

        Assert.Contains(
            "added 'z', 'cust.inner.q', 'cust.vip', 'lines.b', 'm.value.y'; everything else is unchanged.", notes,
            StringComparison.Ordinal);
        Assert.Equal(
            """
            version: 1
            table: main.s.t
            columns:
              cust: # mine
                from: $.body.customer
                fields:
                  id: $.body.customer.id # by hand
                  inner:
                    from: $.body.customer.inner
                    fields:
                      p: $.body.customer.inner.p
                      q: { from: $.body.customer.inner.q, as: date } # DATE
                  vip: $.body.customer.vip # BOOLEAN
              lines:
                each: $.body.lines
                fields:
                  a: $.item.a
                  b: # STRUCT
                    from: $.item.b
                    fields:
                      c: $.item.b.c # INT
              m:
                entries: $.body.m
                fields:
                  x: $.value.x
                  "y": $.value.y # INT
              z: $.body.z # INT

            ignore: [cust.secret]
            """,
            merged);
    }

    [Theory]
    [InlineData("s STRUCT<x: INT, y: INT>", "s: { from: $.body.s, fields: { x: $.body.s.x } }", "not added: 's.y'.")]
    [InlineData("s ARRAY<STRUCT<x: INT, y: INT>>", "s: { each: $.body.s, fields: { x: $.item.x } }", "not added: 's.y'.")]
    [InlineData("s STRUCT<x: INT>", "s: { from: $.body.s, fields: { x: $.body.s.x, old: $.body.s.old } }", "kept 's.old'")]
    [InlineData("s INT", "s: $.body.s\nignore: [qty]", "kept 'qty' under ignore, which the table does not have")]
    [InlineData("s DECIMAL(12,2)", "s: { from: $.body.s, as: \"decimal(10,2)\" }",
        "warning: 's' is DECIMAL(12,2), and the mapping says as: decimal(10,2), which holds fewer digits.")]
    [InlineData("s ARRAY<DECIMAL(12,4)>", "s: { from: $.body.s, as: \"decimal(12,2)\" }", "warning: 's' is DECIMAL(12,4)")]
    [InlineData("s STRUCT<x: DECIMAL(12,4)>",
        "s: { from: $.body.s, fields: { x: { from: $.body.s.x, as: \"decimal(10,4)\" } } }", "warning: 's.x' is DECIMAL(12,4)")]
    [InlineData("s MAP<STRING, DECIMAL(12,4)>",
        "s: { entries: $.body.s, value: { from: $.value, as: \"decimal(10,4)\" } }", "warning: 's.value' is DECIMAL(12,4)")]
    public async Task Pull_WhatItDoesNotChange_IsNamed(string columns, string mapping, string note)
    {
        var before = $"version: 1\ntable: main.s.t\ncolumns:\n  {mapping}\n";

        var (notes, merged) = await PullAsync(columns, before);

        Assert.Contains(note, notes, StringComparison.Ordinal);
        Assert.Equal(before, merged);
        Assert.Equal(
            !note.StartsWith("not added", StringComparison.Ordinal),
            notes.Contains("unchanged: it has", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_DecimalNarrowerThanItsColumn_IsAWarning()
    {
        var sql = _folder.Write("t.sql", "CREATE TABLE main.s.t (total DECIMAL(12,4), n DECIMAL(9,2))");
        await SqsIngestorProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", _folder.Path);
        var mapping = _folder.Write(
            "mappings/t.yaml",
            "version: 1\ndescriptor: t.binpb\ntable: main.s.t\ncolumns:\n"
                + "  total: { from: $.body.total, as: \"decimal(10,2)\", round: half_even }\n"
                + "  n: { from: $.body.n, as: \"decimal(9,2)\" }\n");

        var check = await SqsIngestorProgram.RunAsync("check", mapping, "--against", sql);

        Assert.Equal(0, check.ExitCode);
        Assert.Contains(
            "MAP814: 'total': the column is DECIMAL(12,4), which holds more than decimal(10,2)",
            check.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MAP814: 'n'", check.Output, StringComparison.Ordinal);
    }

    private async Task<(string Notes, string Mapping)> PullAsync(string columns, string mapping)
    {
        var sql = _folder.Write("t.sql", $"CREATE TABLE main.s.t ({columns})");
        var path = _folder.Write("mappings/t.yaml", mapping);
        var pulled = await SqsIngestorProgram.RunAsync(
            "schema", "pull", "--from-sql", sql, "--with-mapping", "--output", _folder.Path);
        Assert.Equal(0, pulled.ExitCode);
        return (pulled.Errors, File.ReadAllText(path));
    }
}
