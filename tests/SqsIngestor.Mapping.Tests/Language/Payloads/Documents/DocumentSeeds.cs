using System.Text;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary>A payload for each last step that makes documents of another format or of records: with all that it has.</summary>
internal static class DocumentSeeds
{
    public static IReadOnlyDictionary<string, byte[][]> All { get; } = new Dictionary<string, byte[][]>
    {
        ["csv"] = [Utf8("id,name\r\n1,\"Smith, \"\"J\"\"\"\r\n2,ü\n\n"), Utf8("a\n1\n")],
        ["cbor"] =
        [
            Hex("a26161016162c48221196ab3"), Hex("9f0102ff"), Hex("bf61610161629f02ffff"), Hex("c349010000000000000000"),
            Hex("a301610a204162f6f5"), Hex("d8641950ab"), Hex("5f42010243030405ff"), Hex("7f61616162ff"), Hex("f97e00"),
        ],
        ["msgpack"] =
        [
            Hex(
                "8ea16101a162d1fc18a163cfffffffffffffffffa164cb3ff199999999999aa165ca3dcccccda166c403010203a167d6ff69a42cc0" +
                "a168d7ff0000000169a42cc0a169c70cff0000000000000000514b67b0a16ac3c2c001a13103dc0002c0d90178a16bd505abcd"),
            Hex("93a161d901629301c0c2"), Hex("de0001a16101"), Hex("dd0000000201ff"), Hex("d6ff69a42cc0"), Hex("d0ff"),
        ],
        ["avro"] =
        [
            AvroSamples.Container("null", AvroSamples.Schema, (2, AvroSamples.Records), (2, AvroSamples.Records)),
            AvroSamples.Container("deflate", AvroSamples.Schema, (2, Compressed.By("deflate", AvroSamples.Records))),
            AvroSamples.Container("zstandard", AvroSamples.Schema, (2, Compressed.By("zstd", AvroSamples.Records))),
        ],
        ["{ decode: avro, schema: every.avsc }"] = [AvroSamples.Every],
        ["{ decode: avro, schema: every.avsc, framing: single_object }"] = [[.. AvroSamples.EveryMarker, .. AvroSamples.Every]],
        ["xml"] =
        [
            Utf8(
                "<?xml version=\"1.0\"?><o id='7' xmlns:p='u'><p:l>a &amp; &#252;</p:l><l/><l x='1'>b<![CDATA[<c>]]></l>" +
                "<!-- d --></o>"),
            Utf8("<a/>"),
            Utf8("<?xml version=\"1.0\" encoding=\"us-ascii\"?><a b='c'>d</a>"),
            Encoding.Unicode.GetBytes("<?xml version='1.0' encoding='utf-16'?><a>ü</a>"),
            Encoding.UTF32.GetBytes("<a>ü</a>"),
        ],
        ["logfmt"] = [Utf8("at=info msg=\"a \\\"b\\\" \\u00fc\\n\" done  empty= x=1\r\n\nlevel=warn\n"), Utf8("a")],
        ["{ unwrap: s3 }"] =
        [
            Utf8(
                """
                {"Records":[{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"},"object":{"key":"a+b%C3%A9\/\"","size":1}}},
                 {"s3":{"object":{"key":"k"}}}]}
                """),
            Utf8("""[{"s3":{"object":{}}}]"""), Utf8("""{"s3":{"object":{"key":"%F0%9F%98%80"}}}"""),
        ],
        ["{ unwrap: cloudwatch_logs }"] =
        [
            Utf8(CloudWatchLogs), Compressed.By("gzip", Utf8(CloudWatchLogs)),
            Utf8($"{{\"awslogs\":{{\"data\":\"{Compressed.Base64("gzip", CloudWatchLogs)}\"}}}}"),
        ],
        ["{ unwrap: dynamodb }"] =
        [
            Utf8(DynamoDb), Utf8($"[{DynamoDb}]"), Utf8($"{{\"Records\":[{DynamoDb},{DynamoDb}]}}"),
        ],
        ["{ unwrap: kinesis }"] =
        [
            Utf8(Kinesis), Utf8("""{"data":"WzEsIngiXQ==","approximateArrivalTimestamp":1772366400.123}"""),
        ],
        ["{ unwrap: kinesis, data: text }"] = [Utf8(Kinesis)],
        ["{ unwrap: kinesis, data: base64 }"] = [Utf8(Kinesis)],
        ["{ unwrap: debezium }"] =
        [
            Utf8(DebeziumSamples.WithSchema),
            Utf8("""{"before":null,"after":{"id":1},"op":"c","source":{"table":"t"},"ts_ms":1}"""),
            Utf8("""{"schema":null,"payload":{"op":"d","before":{"a":"B88="}}}"""),
        ],
        // No last step, but one that reads anything too.
        ["{ unwrap: cloudevents }, json"] =
        [
            Utf8("""
                {"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"application\/json","data":{"a":[1,"x"]}}
                """),
            Utf8("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"eyJhIjoxfQ=="}"""),
            Utf8("""{"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"text/x","data":"[\u0031]"}"""),
        ],
    };

    private const string Kinesis = """
        {"Records":[{"kinesis":{"partitionKey":"1","sequenceNumber":"495","data":"eyJhIjoxfQ=="},"eventSource":"aws:kinesis"},
         {"data":"MQ\u003d="}]}
        """;

    private const string DynamoDb = """
        {"eventName":"MODIFY","dynamodb":{"Keys":{"Id":{"N":"-1"}},"SizeBytes":1,"NewImage":{"s":{"S":"\n"},"b":{"B":"AQ=="},
         "f":{"BOOL":false},"z":{"NULL":true},"l":{"L":[{"N":"1E-3"},{"M":{"a":{"S":""}}}]},"m":{"M":{}},"ss":{"SS":["a","b"]},
         "ns":{"NS":["1","2.50"]},"bs":{"BS":["AQ=="]}}}}
        """;

    private const string CloudWatchLogs = """
        {"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"/app","logStream":"a","subscriptionFilters":["f"],
         "logEvents":[{"id":"1","timestamp":1772366400123,"message":"{\"a\": 1}\n"},{"id":"2","timestamp":1,"message":""}]}
        """;

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
