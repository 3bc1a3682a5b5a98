using System.Text.Json.Nodes;
using CsCheck;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Infer.Against;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Output;
using SqsIngestor.Cli.Infer.Samples;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Infer;

/// <summary>
/// Whatever the samples are, the mapping compiles, its test passes, every sample encodes, and its values read back the same.
/// </summary>
public sealed class InferPropertyTests
{
    private static readonly string[] Names =
    [
        "id", "userId", "user_id", "USER-ID", "at", "ts", "createdAt", "a.b", "a b", "1st", "${HOME}", "$", "", "größe", "日本",
        "on", "message", "x1", "x_1", "'q'", "\"", "\\", "\n", "map", "key", "value", "element", "item", "order", "_id", "😀",
        "2026-01-01", "2026-01-02", "0b7e0a0e-33f0-4f43-8a5b-1a2b3c4d5e6f",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "9223372036854775807", "9223372036854775808", "1e3", "1e400", "-0", "1.0", "19.99",
        "0.123456", "0.1234567890123456789", "123456789012345678901234567890123456789012345", "1772366400", "1772366400123",
        "1772366400123456", "1772366400.5", "1e-400", "1.5e3", "-9007199254740993", "9007199254740993.0",
        "12345678901234567890", "1234567890.12345678e5",
        "1772366400123456789", "20260301", "1772366400.1234567", "\"20260301\"",
        "\"\"", "\"text\"", "\"2026-03-01\"", "\"2026-03-01T12:00:00Z\"",
        "\"2026-03-01 12:00:00.123456789+01:00\"", "\"2026-03-01T12:00:00\"", "\"2026-02-30\"", "\"0001-01-01\"",
        "\"9999-12-31T23:59:59-10:00\"", "\"2026-03-01T12:00:60Z\"", "\"1772366400\"", "\"007\"", "\"1.5\"", "\"{}\"",
        "\"0b7e0a0e-33f0-4f43-8a5b-1a2b3c4d5e6f\"", "\"aGVsbG8=\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"NaN\"",
        "[]", "{}", "[null]", "[[1]]", "[1,\"a\"]",
    ];

    private static readonly Func<string, string>[] Forms = [.. ShapedSamples.All.Values.SelectMany(forms => forms)];

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, self) =>
    {
        var scalar = OneOf(Scalars);
        if (depth > 4) return scalar;
        var array = self.Array[0, 3].Select(values => $"[{string.Join(",", values)}]");
        return Gen.Frequency((5, scalar), (1, array), (2, Object(self)));
    });

    private static readonly Gen<string[]> Samples = Gen.Frequency(
        (6, Object(Value)), (1, Value), (1, Object(Value).Array[0, 3].Select(values => $"[{string.Join(",", values)}]")),
        (1, Object(Value).Select(Sns)), (1, Object(Value).Select(EventBridge)),
        (1, Gen.Select(Object(Value), Gen.Bool).Select((data, hasData) => CloudEvent(hasData ? $",\"data\":{data}" : ""))),
        (1, Gen.Select(OneOf(Names), Value).Select((name, value) => CloudEvent($",{Text(name)}:{value},\"data\":{{\"a\":1}}"))))
        .Array[1, 8];

    [Fact]
    public void Infer_AnySamples_MakesATableThatEverySampleFits() => Samples.Sample(
        samples => Check(samples, keepsNames: samples.Length % 2 == 0),
        iter: 50, print: samples => string.Join('\n', samples));

    /// <summary>Samples that are alike, so that types, and not VARIANT, are chosen.</summary>
    [Fact]
    public void Infer_AlikeSamples_MakesATableThatEverySampleFits() => Object(Value).SelectMany(
        sample => Gen.Int[1, 4].Select(count => Enumerable.Repeat(sample, count).ToArray())).Sample(
        samples => Check(samples, keepsNames: false), iter: 50, print: samples => samples[0]);

    /// <summary>Rows before and after a change, or one of them, which have the same fields.</summary>
    [Fact]
    public void Infer_Images_MakeATableThatEverySampleFits() => Gen.Select(
        Gen.OneOf(Object(Value), Gen.Const("null")), Gen.OneOf(Object(Value), Gen.Const("null"))).Array[1, 4].Sample(
        samples => Check(
            [
                .. samples.Select(
                    images => $$$"""{"op":"u","before":{{{images.Item1}}},"after":{{{images.Item2}}},"source":{"table":"t"}}"""),
            ], keepsNames: false),
        iter: 50, print: samples => string.Join('\n', samples));

    /// <summary>Samples of one shape, with any object inside.</summary>
    [Fact]
    public void Infer_ShapedSamples_MakesATableThatEverySampleFits() => Gen.Select(
        Gen.Int[0, Forms.Length - 1], Object(Value).Array[1, 4]).Sample(
        (form, samples) => Check([.. samples.Select(Forms[form]).Select(each => each.ReplaceLineEndings(""))], keepsNames: false),
        iter: 50, print: each => string.Join('\n', each.Item2.Select(Forms[each.Item1])));

    private static void Check(string[] samples, bool keepsNames)
    {
        using var folder = new TemporaryFolder();
        using var file = SampleFile.Open(folder.Write("samples.ndjson", string.Join('\n', samples)));
        SampleSet set;
        try
        {
            set = SampleSet.Read([file], keepsValues: false);
        }
        catch (Cli.Errors.CliException e) when (e.Error == Cli.Errors.CliErrors.SamplesUnusable)
        {
            return;
        }

        var table = InferredTable.Of(set, keepsNames);
        var files = InferredFiles.Of(table, table.ToTable(new TableName("main", "a", "t"), notNull: true), folder.Path);

        var verified = files.Verify(set);
        Assert.Equal(set.Used, verified.Encoded);
        // Of a name twice, a column has one value.
        Assert.InRange(verified.Differ, 0, set.Twice);
        Assert.DoesNotContain(
            TableGaps.Find(
                table, table.ToTable(new TableName("main", "a", "t"), notNull: false), new TypeChoice(keepsNames)),
            gap => gap.IsLack);
        Assert.NotNull(new InferReport(set, table, new TableName("main", "a", "t"), showsValues: false).ToJson());
    }

    private static Gen<string> Object(Gen<string> value) =>
        Gen.Select(OneOf(Names), value).Array[0, 5].Select(
            members => $"{{{string.Join(",", members.Select(member => $"{Text(member.Item1)}:{member.Item2}"))}}}");

    private static Gen<string> OneOf(string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Sns(string body) =>
        $$"""{"Type":"Notification","MessageId":"1","TopicArn":"arn:aws:sns:eu-west-1:1:t","Message":{{Text(body)}}}""";

    private static string EventBridge(string body) =>
        $$"""{"id":"1","detail-type":"t","source":"s","time":"2026-03-01T12:00:00Z","detail":{{body}}}""";

    private static string CloudEvent(string rest) => $$"""{"specversion":"1.0","id":"1","source":"/s","type":"t"{{rest}}}""";

    private static string Text(string text) => JsonValue.Create(text).ToJsonString();
}
