using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary><c>infer --against</c> a table.</summary>
public sealed class InferAgainstTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Infer_AgainstATable_PrintsWhatItLacks()
    {
        var result = await AgainstTableAsync(
            "orderId STRING, total INT, s STRUCT<a: BIGINT>",
            """{"order_id":"x","total":1.5,"s":{"a":1,"b":[true]},"new":"2026-03-01"}""");

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.Equal(
            """
            total: the samples need DECIMAL(2,1), and the table has INT. Add a column with another name, or change the producer.
            s.b: the samples have ARRAY<BOOLEAN>, and the table has no such column
            new: the samples have DATE, and the table has no such column
            ALTER TABLE main.a.t ADD COLUMN s.b ARRAY<BOOLEAN>;
            ALTER TABLE main.a.t ADD COLUMN new DATE;
            main.a.t lacks 2 columns, has another type in 1 column, for 1 sample.

            """,
            result.Output);
        Assert.False(Directory.Exists(_folder["mappings"]));
    }

    [Theory]
    [InlineData("a STRING NOT NULL", """{"a":"x"}|{"a":null}""", "a: the table has STRING NOT NULL, and 1 of 2 have no value")]
    [InlineData("a STRING NOT NULL", """{"a":"x"}|{"A":"y"}""", null)]
    [InlineData("a STRING, b INT NOT NULL", """{"a":"x"}""", "b: the table has INT NOT NULL, and the samples do not have it")]
    [InlineData("a INT, b BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY", """{"a":1}""", null)]
    [InlineData("s STRUCT<a: INT, b: INT NOT NULL>", """{"s":{"a":1}}|{"s":null}""",
        "s.b: the table has INT NOT NULL, and the samples do not have it")]
    [InlineData("s ARRAY<STRUCT<a: INT NOT NULL>>", """{"s":[{"a":1},{"a":null}]}""",
        "s.element.a: the table has INT NOT NULL, and 1 of 2 have no value")]
    [InlineData("d DECIMAL(10,1)", """{"d":1.25}""", "d: the samples need DECIMAL(3,2), and the table has DECIMAL(10,1).")]
    [InlineData("d DECIMAL(10,2)", """{"d":125e-2}""", null)]
    [InlineData("p DECIMAL(18,2)", """{"p":1.500}|{"p":"12.50"}""", null)]
    [InlineData("p DECIMAL(4,2)", """{"p":100.5}""", "p: the samples need DECIMAL(4,1), and the table has DECIMAL(4,2).")]
    [InlineData("p DECIMAL(3,2)", """{"p":"12.50"}""", "p: the samples need STRING, and the table has DECIMAL(3,2).")]
    [InlineData("rate DECIMAL(4,4)", """{"rate":0.25}|{"rate":0}""", null)]
    [InlineData("rate DECIMAL(4,4)", """{"rate":1.25}""", "rate: the samples need DECIMAL(3,2), and the table has DECIMAL(4,4).")]
    [InlineData("i INT, j BIGINT", """{"i":12.0,"j":1e3}|{"i":"12","j":"9223372036854775807"}""", null)]
    [InlineData("i INT", """{"i":3000000000.0}""", "i: the samples need DECIMAL(10,0), and the table has INT.")]
    [InlineData("i INT", """{"i":1.5e0}""", "i: the samples need DOUBLE, and the table has INT.")]
    [InlineData("i TINYINT", """{"i":"128"}""", "i: the samples need STRING, and the table has TINYINT.")]
    [InlineData("x TIMESTAMP, y DATE", """{"x":1772366400,"y":20260301}""", null)]
    [InlineData("x TIMESTAMP", """{"x":12}""", "x: the samples need BIGINT, and the table has TIMESTAMP.")]
    [InlineData("valid_to DATE", """{"valid_to":"9999-12-31"}|{"valid_to":"2026-03-01"}""", null)]
    [InlineData("a TIMESTAMP", """{"a":"0001-01-01T00:00:00Z"}""", null)]
    [InlineData("v VARCHAR(3)", """{"v":"abcd"}""", "v: the samples need VARCHAR(4), and the table has VARCHAR(3).")]
    [InlineData("v CHAR(3)", """{"v":12345}""", "v: the samples need VARCHAR(5), and the table has CHAR(3).")]
    [InlineData("v VARCHAR(3)", """{"v":"ab😀"}|{"v":1.5}""", null)]
    [InlineData("l ARRAY<VARCHAR(1)>", """{"l":["a","bc"]}""",
        "l.element: the samples need VARCHAR(2), and the table has VARCHAR(1).")]
    [InlineData("day DATE", """{"day":"2026-03-01T13:14:15Z"}""", "day: the samples need TIMESTAMP, and the table has DATE.")]
    [InlineData("day DATE", """{"day":"2026-03-01T13:14:15"}""", "day: the samples need TIMESTAMP_NTZ, and the table has DATE.")]
    [InlineData("n TIMESTAMP_NTZ", """{"n":"2026-03-01T13:14:15+05:00"}""",
        "n: the samples need TIMESTAMP, and the table has TIMESTAMP_NTZ.")]
    [InlineData("n TIMESTAMP_NTZ", """{"n":"2026-03-01"}|{"n":"2026-03-01T13:14:15"}""", null)]
    [InlineData("f FLOAT", """{"f":16777217}""", "f: the samples need BIGINT, and the table has FLOAT.")]
    [InlineData("f FLOAT", """{"f":0.123456789}""", "f: the samples need DOUBLE, and the table has FLOAT.")]
    [InlineData("f FLOAT", """{"f":0.1}|{"f":1.5e3}|{"f":16777216}""", null)]
    [InlineData("d DOUBLE", """{"d":9007199254740993}""", "d: the samples need BIGINT, and the table has DOUBLE.")]
    [InlineData("d DOUBLE", """{"d":9007199254740992}|{"d":0.1}""", null)]
    [InlineData("l ARRAY<STRING>, m ARRAY<STRUCT<a: INT NOT NULL>>", """{"l":[],"m":[]}""", null)]
    [InlineData("l ARRAY<STRING>", """{"l":["a",1]}""", null)]
    [InlineData("l ARRAY<STRING>", """{"l":["a",null]}""",
        "l: the samples need VARIANT, and the table has ARRAY<STRING>. Set null_items in the mapping, add a column")]
    [InlineData("v STRING", """{"v":[1]}""", "v: the samples need ARRAY<BIGINT>, and the table has STRING. Set as: json in the ")]
    [InlineData("v TIMESTAMP", """{"v":"2026-03-01"}""", "and the table has TIMESTAMP. Set formats and zone in the mapping")]
    [InlineData("m MAP<STRING, STRING>, s STRUCT<a: INT>", """{"m":{},"s":{}}""", null)]
    [InlineData("s STRUCT<a: INT NOT NULL>", """{"s":{}}""", "s.a: the table has INT NOT NULL, and the samples do not have it")]
    [InlineData("m MAP<STRING, STRING>", """{"m":{"exp_0":"B"}}""", null)]
    [InlineData("m MAP<STRING, VARIANT>", """{"m":{"a":1,"b":[true]}}""", null)]
    [InlineData("m MAP<STRING, INT>", """{"m":{"a":"x"}}""", "m.value: the samples need STRING, and the table has INT.")]
    [InlineData("m MAP<STRING, STRUCT<x: INT>>", """{"m":{"k":{"x":1,"z":2}}}""",
        "ALTER TABLE main.a.t ADD COLUMN m.value.z BIGINT;")]
    [InlineData("s STRUCT<`2024`: INT, a: INT>", """{"s":{"2024":1,"2025":2}}""",
        "ALTER TABLE main.a.t ADD COLUMN s._2025 BIGINT;")]
    [InlineData("a1 INT, a2 INT, a3 INT, a4 INT, a5 INT, a6 INT, a7 INT, a8 INT, a9 INT",
        """{"a1":1}|{"a2":1}|{"a3":1}|{"a4":1}|{"a5":1}|{"a6":1}|{"a7":1}|{"a8":1}|{"a9":1}""", null)]
    [InlineData("v VARIANT", """{"v":{"a":1,"a":2}}""", "v: the samples need STRUCT<a: BIGINT>, and the table has VARIANT.")]
    public async Task Infer_AgainstATable_SeesNotNullAndDigits(string columns, string samples, string? gap)
    {
        var result = await AgainstTableAsync(columns, samples);

        Assert.Equal((gap is null ? 0 : 1, ""), (result.ExitCode, result.Errors));
        Assert.Contains(gap ?? "main.a.t has a column for everything", result.Output, StringComparison.Ordinal);
    }

    /// <summary>What a table has room for, the function takes.</summary>
    [Theory]
    [InlineData("p DECIMAL(18,2), r DECIMAL(4,4), i INT, j BIGINT", """{"p":1.500,"r":0.25,"i":1e3,"j":12.0}""")]
    [InlineData("p DECIMAL(18,2), i INT, f DOUBLE", """{"p":"12.50","i":"12","f":"1.5"}""")]
    [InlineData("l ARRAY<STRING>, s ARRAY<STRUCT<a: INT>>, t STRUCT<a: INT>", """{"l":["a",1],"s":[],"t":{}}""")]
    [InlineData("m MAP<STRING, STRING>, n MAP<STRING, STRING>, v MAP<STRING, INT>", """{"m":{},"n":{"exp_0":"B"},"v":{"a":1}}""")]
    public async Task Infer_AgainstATableWithoutAGap_TheFunctionTakesTheSamples(string columns, string sample)
    {
        var against = await AgainstTableAsync(columns, sample);
        await InProcessProgram.RunAsync(
            "schema", "pull", "--from-sql", _folder["t.sql"], "--output", _folder.Path, "--with-mapping");
        var encoded = await InProcessProgram.RunAsync(
            "encode", _folder["mappings", "t.yaml"], "--body", sample);

        Assert.Equal((0, ""), (against.ExitCode, against.Errors));
        Assert.Equal((0, ""), (encoded.ExitCode, encoded.Errors));
    }

    /// <summary>No column with a time has the digits, so no change of the table helps but text.</summary>
    [Fact]
    public async Task Infer_AgainstATable_SaysThatDigitsBelowTheMicrosecondAreCutOff()
    {
        var result = await AgainstTableAsync("ts TIMESTAMP", """{"ts":"2026-03-01T12:00:00.123456789Z"}""");

        Assert.Equal(
            (0,
                "ts: digits below the microsecond are cut off in 1\n"
                    + "main.a.t has a column for everything else in the body of 1 sample.\n"),
            (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Infer_NameTwiceInAnObject_IsSaidWithATableAndAlone()
    {
        const string Body = """{"a":1}|{"a":1,"l":[{"a":2,"a":3}]}""";
        var table = await AgainstTableAsync("a INT, l ARRAY<STRUCT<a: INT>>", Body);
        var alone = await InProcessProgram.RunAsync("infer", Samples(Body), "--output", _folder["out"]);

        Assert.Equal((0, 0), (table.ExitCode, alone.ExitCode));
        foreach (var output in new[] { table.Output, alone.Output })
        {
            Assert.Contains(
                "1 of 2 samples have a name twice in an object, of which a path finds the last; the first is ", output,
                StringComparison.Ordinal);
        }

        Assert.Contains("Samples whose values read back the same: 1 of 2.", alone.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> AgainstTableAsync(string columns, string samples) => InProcessProgram.RunAsync(
        "infer", Samples(samples), "--against", _folder.Write("t.sql", $"CREATE TABLE main.a.t ({columns});"));

    private string Samples(string samples) => _folder.Write("samples.ndjson", samples.Replace('|', '\n'));
}
