using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Tests.Language.Payloads;
using SqsIngestor.Mapping.Tests.Language.Payloads.Documents;
using SqsIngestor.Mapping.Tests.Records;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Memory;

/// <summary>Messages whose steps, transforms or expressions need more memory than a message may take.</summary>
public sealed class WorkMemoryTests
{
    private const int Most = 64 * 1024;
    private const int Body = 100_000;

    private static readonly MessageMemory Memory = new(Most);

    /// <summary>Bodies that the limit of a body allows, and what their steps make of them.</summary>
    public static TheoryData<string, string> Bombs { get; } = new()
    {
        { "csv", $"id,{Repeat("\u0001", Body)}\n1,2\n" },
        { "csv", $"id{Names(Body, ",{0}")}\n1\n" },
        { "xml", $"<r>{Repeat("<a/>", Body / 4)}</r>" },
        { "xml", $"<r{Names(Body, " {0}=\"\"")}/>" },
        { "xml", $"<r>{Names(Body, "<{0}/>")}</r>" },
        { "xml", $"<r>{Names(Body, "<a xmlns=\"{0}\"/>")}</r>" },
        { "xml", $"<r>{Names(Body, "<?{0}?>")}</r>" },
        { "xml", $"<r><{Repeat("a", Body)}/></r>" },
        { "debezium", Quoted("{'schema':{'type':'int32','x':[" + Repeat("1,", Body / 2) + "1]},'payload':{'op':'c'}}") },
        {
            "debezium",
            Quoted(
                "{'schema':{'type':'struct','fields':[" + Names(Body, "{{'field':'{0}','type':'int32'}},")
                + "{}]},'payload':{'op':'c'}}")
        },
        { "avro", Avro("{'type':'enum','name':'E','symbols':[" + Names(Body / 2, "'{0}',") + "'a']}") },
        { "avro", Avro("[" + Repeat("'int',", Body / 12) + "'int']") },
        {
            "avro",
            Avro(
                "{'type':'record','name':'" + Repeat("n", 9_000) + ".R','fields':["
                + Names(2_000, "{{'name':'{0}','type':{{'type':'fixed','name':'{0}','size':0}}}},")
                + "{'name':'z','type':'null'}]}")
        },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Load_AStepNeedsTooMuch_FailsWithTheNameOfTheStep(string step, string body)
    {
        var payload = Open(step);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("message_memory", Load(payload, body));
            Assert.Contains($"the step {step}", payload.Fault?.Detail, StringComparison.Ordinal);
            // What one message has left, and what the next one takes beside it.
            Assert.InRange(payload.Memory.Held, 0, Memory.WorkBytes * 3 / 2);
        }
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Load_AStepNeedsTooMuch_AllocatesNoMoreThanTheBound(string step, string body)
    {
        var payload = Open(step);
        var source = Encoding.UTF8.GetBytes(body);
        var before = GC.GetAllocatedBytesForCurrentThread();

        payload.Load(SourceValue.FromText(source));

        // The buffers of the library beside what is counted, and arrays that grow.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 * Memory.WorkBytes);
    }

    [Theory]
    [InlineData("xml", "<r xmlns:p=\"u\" id=\"1\"><p:a>text</p:a><?pi x?><b/></r>", "<{0} xmlns=\"{0}\"><?{0} x?></{0}>")]
    [InlineData("csv", "a,b\n1,2\n", "{0},b\n1,2\n")]
    [InlineData(
        "debezium", "{'schema':{'type':'struct','fields':[{'field':'a','type':'int32'}]},'payload':{'op':'c'}}",
        "{{'schema':{{'type':'struct','name':'{0}','fields':[]}},'payload':{{'op':'c'}}}}")]
    public void Load_AfterManyOthers_TakesTheSameMemory(string step, string body, string others)
    {
        if (step == "debezium") (body, others) = (Quoted(body), Quoted(others));
        var payload = Open(step);
        Assert.Equal("none", Load(payload, body));
        var taken = payload.Memory.Taken;
        Assert.Equal("none", Load(payload, body));
        Assert.Equal(taken, payload.Memory.Taken);
        foreach (var i in Enumerable.Range(0, 2000))
            Assert.Equal("none", Load(payload, string.Format(null, CompositeFormat.Parse(others), $"n{i}")));
        Assert.Equal("none", Load(payload, body));

        Assert.Equal(taken, payload.Memory.Taken);
        Assert.InRange(payload.Memory.Held, 0, Memory.WorkBytes);
    }

    [Fact]
    public void Load_ALargeText_IsReadInPieces()
    {
        var payload = Open("xml");
        var text = "x" + Repeat("ü€😀 &amp; ", 1_200);

        Assert.Equal("none", Load(payload, $"<r a=\"{text[..4_401]}\">{text}<![CDATA[{text}]]></r>"));

        payload.Select(0);
        var root = JsonDocument.Parse(PayloadRun.Text(payload.Values.Body(0))).RootElement.GetProperty("r");
        var plain = text.Replace("&amp;", "&", StringComparison.Ordinal);
        Assert.Equal(plain + text, root.GetProperty("#text").GetString());
        Assert.Equal(plain[..(1 + 400 * 7)], root.GetProperty("@a").GetString());
    }

    [Fact]
    public void Encode_TextOfExpressions_IsOfOneEvaluation()
    {
        var plan = OneColumn.Plan(
            "bool_value", "{ expr: \"body.note.upperAscii().contains('Q')\" }",
            "explode: { path: '$.body.v[*]', as: line, max_rows: 100000 }");
        var encoder = plan.CreateEncoder(Most);

        Assert.Equal(EncodeOutcome.Rows, Encode(plan, encoder, Lines(500, @"\n" + Repeat("x", 10_000))));

        Assert.Equal(500, encoder.Rows.Count);
        Assert.InRange(encoder.BufferBytes, 20_000, 6 * Most);
    }

    [Theory]
    [InlineData("size(body.note.split('')) > 3")]
    [InlineData("size(body.note.replace('x', body.note.substring(0, 100))) > 3")]
    [InlineData("size(body.note.split('').map(c, c + c)) > 3")]
    [InlineData("size([body.note].map(c, c + c + c + c + c + c + c).map(c, c + c)) > 3")]
    public void Encode_AnExpressionNeedsTooMuch_FailsTheMessage(string text)
    {
        var plan = OneColumn.Plan("bool_value", $"{{ expr: \"{text}\" }}");
        var encoder = plan.CreateEncoder(Most);

        Assert.Equal(EncodeOutcome.Failed, Encode(plan, encoder, Lines(1, Repeat("x", 50_000))));

        Assert.Equal(RecordErrorCode.MessageMemory, encoder.Error?.Code);
        Assert.Equal(EncodeOutcome.Rows, Encode(plan, encoder, Lines(1, Repeat("x", 200))));
    }

    [Fact]
    public void Encode_ATransformNeedsTooMuch_FailsTheMessage()
    {
        var plan = OneColumn.Plan("string_value", "{ from: $.body.note, transform: [\"split('x')\", sort, first] }");
        var encoder = plan.CreateEncoder(Most);

        Assert.Equal(EncodeOutcome.Failed, Encode(plan, encoder, Lines(1, Repeat("x", 50_000))));

        Assert.Equal(RecordErrorCode.MessageMemory, encoder.Error?.Code);
    }

    [Fact]
    public void Encode_Cancelled_HasNoRows()
    {
        var plan = OneColumn.Plan("string_value", "$.line", "explode: { path: '$.body.v[*]', as: line, max_rows: 9 }");
        var encoder = plan.CreateEncoder();

        Assert.Throws<OperationCanceledException>(() => Encode(plan, encoder, Lines(2, ""), new(canceled: true)));

        Assert.Empty(encoder.Rows);
        Assert.Equal(EncodeOutcome.Rows, Encode(plan, encoder, Lines(2, "")));
    }

    private static EncodeOutcome Encode(
        MappingPlan plan, RecordEncoder encoder, string body, CancellationToken cancellation = default)
    {
        var payload = RecordErrorCases.Event(body);
        var message = plan.CreateMessage();
        new SqsEventReader(payload, payload.Length).Read(message);
        return encoder.Encode(message, TestEncoding.Invocation, cancellation);
    }

    private static string Lines(int count, string note) =>
        Quoted($"{{'v':[{string.Join(',', Enumerable.Repeat("'a'", count))}],'note':'{note}'}}");

    private static Payload Open(string step)
    {
        var steps = step switch { "avro" => "[base64, avro]", "debezium" => "{ unwrap: debezium }", _ => step };
        var paths = new PayloadPaths { UsesRaw = true };
        paths.UseBody().Whole = true;
        return new Payload(PayloadRun.Compile($"payload: {{ decode: {steps} }}", paths, out _)!, Memory);
    }

    private static string Load(Payload payload, string body)
    {
        payload.Memory.Begin();
        var code = payload.Load(SourceValue.FromText(Encoding.UTF8.GetBytes(body)));
        return code == RecordErrorCode.None ? "none" : code.ToText();
    }

    private static string Avro(string schema) =>
        Convert.ToBase64String(AvroSamples.Container("null", Quoted(schema), (1, [0])));

    private static string Quoted(string json) => json.Replace('\'', '"');

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>Different names, each in a format, up to a length.</summary>
    private static string Names(int length, string format)
    {
        var (text, parsed) = (new StringBuilder(), CompositeFormat.Parse(format));
        for (var i = 0; text.Length < length - 40; i++)
            text.AppendFormat(null, parsed, string.Create(null, $"n{i:x}"));
        return text.ToString();
    }
}
