using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary><c>infer --against</c> a mapping.</summary>
public sealed class InferAgainstMappingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Infer_AgainstAMapping_NamesNewColumnsWithWhatIsAroundThem()
    {
        var result = await AgainstMappingAsync(
            "bucket STRING, obj STRUCT<k: STRING>, m MAP<STRING, STRUCT<x: INT>>, l ARRAY<STRUCT<x: INT>>",
            """
            columns:
              bucket: $.body.bucket.name
              obj: { from: $.body.obj, fields: { k: $.body.obj.k } }
              m: { entries: $.body.m, fields: { x: $.value.x } }
              l: { each: $.body.l, fields: { x: $.item.x } }
            """,
            """
            {"bucket":{"name":"b","arn":"x"},"obj":{"k":"x","size":1},"m":{"a":{"x":1,"y":2},"b":{"x":1,"y":3}},"l":[{"y":"z"}]}
            """);

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            """
            $.body.bucket.arn: the samples have STRING, and no column takes it
            $.body.obj.size: the samples have BIGINT, and no column takes it
            $.body.m.*.y: the samples have BIGINT, and no column takes it
            $.body.l[*].y: the samples have STRING, and no column takes it
            ALTER TABLE main.a.t ADD COLUMN bucket_arn STRING;
            ALTER TABLE main.a.t ADD COLUMN obj.size BIGINT;
            ALTER TABLE main.a.t ADD COLUMN m.value.y BIGINT;
            ALTER TABLE main.a.t ADD COLUMN l.element.y STRING;
            main.a.t lacks 4 columns, for 1 sample.

            """,
            result.Output);
    }

    [Fact]
    public async Task Infer_AgainstAMappingThatNamesASchema_ReadsIt()
    {
        var sql = _folder.Write("t.sql", "CREATE TABLE main.a.t (id STRING);");
        await InProcessProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", _folder.Path);
        _folder.Write(
            "descriptors/t.avsc",
            """
            {"type":"record","name":"R","fields":[{"name":"id","type":"string"},{"name":"more","type":"string"}]}
            """);
        var mapping = _folder.Write(
            "mappings/t.yaml",
            "version: 1\ndescriptor: t.binpb\ntable: main.a.t\n"
                + "payload: { decode: [base64, { decode: avro, schema: t.avsc }] }\ncolumns: { id: $.body.id }\n");

        var result = await InProcessProgram.RunAsync(
            "infer", _folder.Write("e.json", """{"Records":[{"messageId":"1","body":"AmECYg=="}]}"""), "--against", mapping);

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.Contains("$.body.more: the samples have STRING, and no column takes it", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_AgainstAMappingThatRefusesSamples_SaysEverythingThatIsWrongAndUnread()
    {
        var result = await AgainstMappingAsync(
            "id BIGINT NOT NULL, dup BIGINT, s STRING",
            "columns: { id: $.body.a, dup: { from: $.body.dup, on_error: fail }, s: $.body.s }\n",
            """{"a":1,"s":[1],"newc":1,"dup":"bad"}|{"a":"bad","s":"x","newc2":1}|{"s":"x","other":{"x":true}}""");

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            """
            $.body.newc: the samples have BIGINT, and no column takes it
            $.body.newc2: the samples have BIGINT, and no column takes it
            $.body.other: the samples have STRUCT<x: BOOLEAN>, and no column takes it
            dup: 1 of 3 samples have the error number_syntax
            s: 1 of 3 samples have the error wrong_type
            id: 1 of 3 samples have the error number_syntax
            id: 1 of 3 samples have the error missing
            ALTER TABLE main.a.t ADD COLUMN newc BIGINT;
            ALTER TABLE main.a.t ADD COLUMN newc2 BIGINT;
            ALTER TABLE main.a.t ADD COLUMN other STRUCT<x: BOOLEAN>;
            main.a.t lacks 3 columns, refuses samples for 4 reasons, for 3 samples.

            """,
            result.Output);
    }

    [Theory]
    [InlineData("""{"customer":"x","total":"1.5"}""", null)]
    [InlineData("""{"customer":"x","total":1.5,"note":{"a":1}}""",
        "$.body.note: the samples have STRUCT<a: BIGINT>, and no column takes it\n"
            + "ALTER TABLE main.a.t ADD COLUMN note STRUCT<a: BIGINT>;\nmain.a.t lacks 1 column, for 1 sample.\n")]
    [InlineData("""{"customer":"x","lines":[{"sku":"a","qty":1},{"sku":"b"}]}""",
        "$.body.lines[*].qty: the samples have BIGINT, and no column takes it\n"
            + "ALTER TABLE main.a.t ADD COLUMN lines.element.qty BIGINT;\nmain.a.t lacks 1 column, for 1 sample.\n")]
    [InlineData("""{"total":1}""", "client: 1 of 1 samples have the error missing\nmain.a.t refuses samples for 1 reason")]
    [InlineData("""{"customer":"x","flag":true,"fallback":1}""", null)]
    [InlineData("""{"Records":[{"body":"{\"customer\":\"x\"}"}]}""", null)]
    [InlineData("""{"Messages":[{"Body":"{\"customer\":\"x\"}"}]}""", null)]
    [InlineData("""{"customer":"x","fla":1}""", "$.body.fla: the samples have BIGINT, and no column takes it")]
    [InlineData("""{"customer":"x","kind":"k"}""", "$.body.kind: the samples have STRING, and no column takes it")]
    [InlineData("""{"customer":"x","Client":"y"}""", "ALTER TABLE main.a.t ADD COLUMN client_2 STRING;")]
    public async Task Infer_AgainstAMapping_ReadsByItsPaths(string sample, string? gap)
    {
        var result = await AgainstMappingAsync(
            "client STRING NOT NULL, total DECIMAL(9,2), lines ARRAY<STRUCT<sku: STRING>>, flag INT, other INT",
            """
            columns:
              client: $.body.customer
              total: { from: [$.body.total, $.body.fallback], as: "decimal(9,2)" }
              lines:
                each: $.body.lines
                fields:
                  sku: $.item.sku
              flag: { expr: "has(body.flag) && body.flag ? 1 : 0" }
            when: "!has(body.kind) || body.kind == 'k'"
            ignore: other
            """,
            sample);

        Assert.Equal((gap is null ? 0 : 1, ""), (result.ExitCode, result.Errors));
        Assert.Contains(gap ?? "main.a.t has a column for everything", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_AgainstAMappingWithARescuedColumn_SaysWhatOnlyThatHas()
    {
        var result = await AgainstMappingAsync(
            "a INT, rest VARIANT", "columns:\n  a: $.body.a\n  rest: { rescued: { scope: [body] } }\n", """{"a":1,"b":"x"}""");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            "$.body.b: the samples have STRING, which only the column rest has\n"
                + "main.a.t has a column for everything else in the body of 1 sample.\n",
            result.Output);
    }

    [Fact]
    public async Task Infer_AgainstAMappingWithAuto_SaysWhatItDoesNotFill()
    {
        var result = await AgainstMappingAsync(
            "order_id INT, s STRUCT<a: INT>", "auto: { from: $.body }\n",
            """{"order_id":1,"s":{"a":1,"b":2},"c":"2026-03-01"}""");

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith(
            "$.body.s.b: the samples have BIGINT, and no column takes it\n"
                + "$.body.c: the samples have DATE, and no column takes it\n", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Attributes, payload steps and explode are those of the mapping.</summary>
    [Theory]
    [InlineData("json", "which only the column _rescued has")]
    [InlineData("sns", "has a column for everything")]
    [InlineData("eventbridge", "has a column for everything")]
    [InlineData("cloudevents", "which only the column extensions has")]
    [InlineData("logs", "main.raw.log_events lacks 2 columns, for 2 samples.")]
    [InlineData("s3", "$.body.eventVersion: the samples have STRING, and no column takes it")]
    [InlineData("dynamodb", "$.body.awsRegion: the samples have STRING, and no column takes it")]
    [InlineData("debezium", "$.body.source.db: the samples have STRING, and no column takes it")]
    public async Task Infer_AgainstTheGallery_SaysWhatNoColumnTakes(string shape, string words)
    {
        var folder = Path.Combine("mappings", "gallery", shape);

        var result = await InProcessProgram.RunAsync(
            "infer", Path.Combine(folder, "event.json"), "--against", Path.Combine(folder, "mapping.yaml"));

        Assert.Equal("", result.Errors);
        Assert.Contains(words, result.Output, StringComparison.Ordinal);
        Assert.Equal(words.Contains("lack", StringComparison.Ordinal) || words.StartsWith('$') ? 1 : 0, result.ExitCode);
        Assert.DoesNotContain("have the error", result.Output, StringComparison.Ordinal);
    }

    /// <summary>What a mapping leaves NULL on purpose is not a lack.</summary>
    [Theory]
    [InlineData("""{"a":1,"state":"x"}""",
        "$.body.state: the samples have STRING, and the mapping ignores the column state\n")]
    [InlineData("""{"a":1,"o":{"size":1}}""",
        "$.body.o.size: the samples have BIGINT, and the mapping ignores the column o.size\n")]
    public async Task Infer_AgainstAMapping_ColumnThatItIgnoresIsANote(string sample, string note)
    {
        var result = await AgainstMappingAsync(
            "a INT, state STRING, o STRUCT<k: STRING, size: INT>",
            "columns: { a: $.body.a, o: { from: $.body.o, fields: { k: $.body.o.k } } }\nignore: [state, o.size]\n", sample);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal($"{note}main.a.t has a column for everything else in the body of 1 sample.\n", result.Output);
    }

    [Fact]
    public async Task Infer_AgainstAMapping_SaysThatAnObjectHasANameTwice()
    {
        var result = await AgainstMappingAsync(
            "a INT, l ARRAY<STRUCT<a: INT>>", "auto: { from: $.body }\n", """{"a":1}|{"a":1,"l":[{"a":2,"a":3}]}""");

        // In the element, no column takes the other value.
        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.Contains(
            "1 of 2 samples have a name twice in an object, of which a path finds the last; the first is ", result.Output,
            StringComparison.Ordinal);
    }

    private async Task<CommandResult> AgainstMappingAsync(string columns, string mapping, string samples)
    {
        var sql = _folder.Write("t.sql", $"CREATE TABLE main.a.t ({columns});");
        await InProcessProgram.RunAsync("schema", "pull", "--from-sql", sql, "--output", _folder.Path);
        var path = _folder.Write("mappings/t.yaml", $"version: 1\ndescriptor: t.binpb\ntable: main.a.t\n{mapping}");
        return await InProcessProgram.RunAsync("infer", Samples(samples), "--against", path);
    }

    private string Samples(string samples) => _folder.Write("samples.ndjson", samples.Replace('|', '\n'));
}
