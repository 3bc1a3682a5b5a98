using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Tests.Language.Payloads.Documents;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>What a payload allocates once its buffers are there.</summary>
public class PayloadAllocationTests
{
    // The streams and readers of the library, which are made for each payload.
    private const long InflaterBytes = 1_000;
    private const long XmlReaderBytes = 16_000;

    private const string Json = """{"a":[1,2,3],"b":{"c":"text"}}""";
    private const string Sns =
        """{"Type":"Notification","TopicArn":"t","Message":"{\"detail-type\":\"x\",\"source\":\"s\",\"detail\":{\"a\":1}}"}""";

    [Theory]
    [InlineData("json", Json)]
    [InlineData("[text, json]", Json)]
    [InlineData("ndjson", "1\n2\n3\n")]
    [InlineData("csv", "a,b\n1,2\n\"x\"\"y\",\\\n")]
    [InlineData("logfmt", "a=1 b=\"x \\\" y\" c\nd=2\n")]
    [InlineData("[base64, cbor]", "omFhAWFixIIhGWqz")]
    [InlineData("[base64, msgpack]", "gqFhAaF01v9ppCpA")]
    [InlineData("{ unwrap: s3 }", """{"Records":[{"s3":{"object":{"key":"a+%C3%A9"}}},{"s3":{"object":{"key":"b"}}}]}""")]
    [InlineData("{ unwrap: cloudwatch_logs }", """{"owner":"1","logEvents":[{"id":"2"},{"id":"3"}],"logGroup":"g"}""")]
    [InlineData("[{ unwrap: cloudevents }, json]", """{"specversion":"1.0","id":"1","source":"s","type":"t","data":"[1]"}""")]
    [InlineData("{ unwrap: dynamodb }", """{"dynamodb":{"Keys":{"a":{"L":[{"N":"1"},{"M":{"b":{"SS":["c"]}}}]}}}}""")]
    [InlineData("{ unwrap: kinesis }", """[{"data":"eyJhIjoxfQ=="},{"kinesis":{"data":"MQ=="}}]""")]
    [InlineData("{ unwrap: debezium }", DebeziumSamples.WithSchema)]
    [InlineData("[base64, json]", "eyJhIjoxfQ==")]
    [InlineData("[base64, json]", "eyJhIjoxfQ")]
    [InlineData("[base64url, text, json]", "eyJhIjoxfQ")]
    [InlineData("[{ unwrap: sns, when: auto }, { unwrap: eventbridge, when: auto }, json]", Sns)]
    [InlineData("[{ unwrap: sns, when: auto }, { unwrap: eventbridge, when: auto }, json]", Json)]
    public void LoadAndSelect_SteadyState_AllocateNothing(string steps, string text) => Assert.Equal(0, Allocated(steps, text));

    [Theory]
    [InlineData("gzip", 1000)]
    [InlineData("zlib", 1000)]
    [InlineData("brotli", 200)]
    [InlineData("zstd", 0)]
    [InlineData("snappy", 200)]
    public void LoadAndSelect_Compressed_AllocateOnlyTheInflater(string format, int most) =>
        Assert.InRange(Allocated($"[base64, {format}, json]", Compressed.Base64(format, Json)) / 100, 0, most);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void LoadAndSelect_EverySeedOfADocument_AllocatesOnlyWhatTheLibraryNeeds(string step, int seed)
    {
        var payload = DocumentSeeds.All[step][seed];

        var allocated = Allocated($"[base64, {step}]", Convert.ToBase64String(payload)) / 100;

        Assert.InRange(allocated, 0, step == "xml" ? XmlReaderBytes : IsInflated(payload) ? InflaterBytes : 0);
    }

    public static TheoryData<string, int> Seeds()
    {
        var seeds = new TheoryData<string, int>();
        foreach (var (step, payloads) in DocumentSeeds.All)
        {
            for (var i = 0; i < payloads.Length; i++) seeds.Add(step, i);
        }
        return seeds;
    }

    /// <summary>Whether a part of the payload is compressed by deflate: a block of Avro, or log events.</summary>
    private static bool IsInflated(ReadOnlySpan<byte> payload) =>
        payload.IndexOf("deflate"u8) >= 0 || payload.IndexOf("awslogs"u8) >= 0 || payload.StartsWith((byte[])[0x1f, 0x8b]);

    private static long Allocated(string steps, string text)
    {
        var payload = new PayloadRun($"payload: {{ decode: {steps} }}").Payload;
        var body = Encoding.UTF8.GetBytes(text);
        Assert.Equal(RecordErrorCode.None, payload.Load(SourceValue.FromText(body)));
        return Allocations.LeastOf(() =>
        {
            payload.Load(SourceValue.FromText(body));
            for (var i = 0; i < payload.Count; i++) payload.Select(i);
        });
    }
}
