using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Records;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Memory;

/// <summary>A message that would take too much memory fails alone, before it has taken it.</summary>
public sealed class MessageMemoryTests
{
    // What a function of 128 MB gives one message.
    private const int Most = 8 * 1024 * 1024;

    // Rows, text, the parsed body and the buffers of the payload's steps, each of which may be twice as large as needed.
    private const long MostBuffers = 6L * Most;

    public static TheoryData<string> Examples { get; } =
    [
        .. Directory.GetFiles(RepositoryFiles.PathOf("mappings"), "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!),
    ];

    [Fact]
    public void Encode_AnOrderOfAThousandLines_FailsAlone()
    {
        var plan = TestPlans.Example("orders");
        var (encoder, message) = (plan.CreateEncoder(Most), plan.CreateMessage());
        var payload = Event([Order(1), Order(1000), Order(2)]);
        var reader = new SqsEventReader(payload, payload.Length);
        var outcomes = new List<(EncodeOutcome, string?, int)>();
        while (reader.Read(message))
        {
            var outcome = encoder.Encode(message, TestEncoding.Invocation);
            outcomes.Add((outcome, encoder.Error?.Code.ToText(), encoder.Rows.Count));
        }

        Assert.Equal(
            [
                (EncodeOutcome.Rows, null, 2),
                (EncodeOutcome.Failed, "message_memory", 0),
                (EncodeOutcome.Rows, null, 3),
            ],
            outcomes);
        Assert.InRange(encoder.BufferBytes, 0, MostBuffers);
    }

    [Fact]
    public void Encode_ABodyThatIsTooBigForTheFunction_IsNotThatOfTheMapping()
    {
        var plan = OneColumn.Plan("string_value", "$.body.v");
        var body = $$"""{"v":1,"x":"{{new string('x', 200_000)}}"}""";

        Assert.Null(TestEncoding.Event(plan, RecordErrorCases.Event(body), 128 * 1024).Single().Error);
        var error = TestEncoding.Event(plan, RecordErrorCases.Event(body), 64 * 1024).Single().Error;
        Assert.Equal(RecordErrorCode.MessageMemory, error?.Code);
    }

    [Fact]
    public void Encode_QuarantineOfAHugeMessage_IsARow()
    {
        var plan = OneColumn.Plan(
            "string_value", "$.body.v",
            "on_record_error: quarantine\nquarantine: { table: main.ops.quarantine, max_body: 1KiB }");
        var payload = RecordErrorCases.Event($$"""{"v":"{{new string('x', 100_000)}}"}""");
        var (encoder, message) = (plan.CreateEncoder(64 * 1024), plan.CreateMessage());
        new SqsEventReader(payload, payload.Length).Read(message);

        Assert.Equal(EncodeOutcome.Quarantined, encoder.Encode(message, TestEncoding.Invocation));
        Assert.InRange(encoder.Rows.Single().Length, 1000, 2000);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Encode_AnyHugeBodyWithAnExample_StaysWithinTheBound(string name)
    {
        var plan = TestPlans.Example(name);
        var (encoder, message) = (plan.CreateEncoder(Most), plan.CreateMessage());
        string[] bodies =
        [
            Order(1000), Order(20_000), new string('x', 1_000_000), Repeat("[]", 330_000), Repeat("1", 500_000),
            OrderOf(Repeat("{}", 330_000)), OrderOf(Repeat("{}", 900), Repeat("\"\"", 330_000)),
            string.Concat(Enumerable.Repeat("{}\n", 330_000)),
        ];
        var payload = Event(bodies);
        for (var i = 0; i < 2; i++)
        {
            var reader = new SqsEventReader(payload, payload.Length);
            while (reader.Read(message))
            {
                encoder.Encode(message, TestEncoding.Invocation);
                var rows = encoder.Rows.Sum(static row => (long)row.Length);
                Assert.InRange(rows, 0, Most);
                Assert.InRange(encoder.BufferBytes, 0, MostBuffers);
            }
        }
    }

    [Fact]
    public void Encode_TheSameMessage_FailsWhateverCameBefore()
    {
        var plan = OneColumn.Plan("string_value", "$.body.v");
        var small = RecordErrorCases.Event("""{"v":"x"}""");
        foreach (var length in new[] { 60_000, 65_000, 65_400, 65_500, 66_000 })
        {
            var large = RecordErrorCases.Event($$"""{"v":"{{new string('x', length)}}"}""");
            var alone = TestEncoding.Event(plan, large, 64 * 1024).Single().Error?.Code;
            var (encoder, message) = (plan.CreateEncoder(64 * 1024), plan.CreateMessage());
            foreach (var payload in new[] { small, large, small, large })
            {
                new SqsEventReader(payload, payload.Length).Read(message);
                encoder.Encode(message, TestEncoding.Invocation);
                Assert.Equal(payload == large ? alone : null, encoder.Error?.Code);
            }
        }
    }

    [Fact]
    public void TakePeakBytes_IsOfTheLargestMessageSinceTheLastCall()
    {
        var plan = OneColumn.Plan("string_value", "$.body.v");
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        Assert.Equal(encoder.BufferBytes, encoder.TakePeakBytes(0));
        Encode("x", 5000);
        Encode("x", 10);
        // The body, its nodes, and the row. The smallest buffers count as a whole.
        Assert.InRange(encoder.TakePeakBytes(0), 10_000, 12_000);

        Encode("x", 10);
        Assert.InRange(encoder.TakePeakBytes(0), 20, 6_000);

        // A large body of which the row holds little.
        Encode("x", 1, rest: 50_000);
        Assert.InRange(encoder.TakePeakBytes(long.MaxValue), 50_000, 52_000);

        // Small buffers are not measured.
        Encode("x", 1);
        Assert.Equal(encoder.BufferBytes, encoder.TakePeakBytes(long.MaxValue));

        void Encode(string text, int length, int rest = 0)
        {
            var body = $$"""{"v":"{{string.Concat(Enumerable.Repeat(text, length))}}","rest":"{{new string('r', rest)}}"}""";
            var payload = RecordErrorCases.Event(body);
            new SqsEventReader(payload, payload.Length).Read(message);
            Assert.Equal(EncodeOutcome.Rows, encoder.Encode(message, TestEncoding.Invocation));
        }
    }

    [Fact]
    public void Encode_TheBodyTakesTooMuch_NamesNoTableAndFollowsThePolicyOfPayloads()
    {
        var plan = OneColumn.Plan(
            "string_value", "$.line",
            "payload: { decode: [json], on_error: drop }\n"
            + "explode: { path: '$.body.v[*]', as: line, max_rows: 100000, empty: skip }");
        var (encoder, message) = (plan.CreateEncoder(64 * 1024), plan.CreateMessage());
        Assert.Equal(EncodeOutcome.Rows, Encode("""{"v":["x"]}"""));

        Assert.Equal(EncodeOutcome.Dropped, Encode($$"""{"v":[{{string.Join(',', new int[60_000])}}]}"""));

        var error = new RecordError(RecordErrorCode.MessageMemory, "", "", "/body");
        Assert.Equal(error with { Detail = "in the step json: more memory than one message may take" }, encoder.Error);

        EncodeOutcome Encode(string body)
        {
            var payload = RecordErrorCases.Event(body);
            new SqsEventReader(payload, payload.Length).Read(message);
            return encoder.Encode(message, TestEncoding.Invocation);
        }
    }

    private static byte[] Event(string[] bodies)
    {
        var records = bodies.Select(static body =>
        {
            var one = Encoding.UTF8.GetString(RecordErrorCases.Event(body));
            return one["""{"Records":[""".Length..one.LastIndexOf(']')];
        });
        return Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', records)}}]}""");
    }

    private static string Order(int lines)
    {
        var line = (int i) => string.Create(
            CultureInfo.InvariantCulture, $$"""{"sku":"{{i:d8}}","qty":{{i}},"note":"{{new string('n', 190)}}"}""");
        return OrderOf($"[{string.Join(',', Enumerable.Range(0, lines).Select(line))}]");
    }

    private static string OrderOf(string lines, string tags = "[]") =>
        $$"""{"type":"order.created","order":{"id":"1","total":12.30,"tags":{{tags}},"lines":{{lines}} } }""";

    private static string Repeat(string item, int count) => $"[{string.Join(',', Enumerable.Repeat(item, count))}]";
}
