using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records.Limits;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>
/// A case for every record error, with content that must never be seen in one: <see cref="Word"/> and <see cref="Digits"/>
/// stand wherever a message can hold text or a number, names of members and attributes included.
/// </summary>
internal static class RecordErrorCases
{
    public const string Word = "mArKeR";
    public const string Digits = "87654321";

    private const string Source = "$.body.v";

    /// <summary>Code, column, source, the rest of the mapping, and the body's member v as JSON.</summary>
    private static readonly (string Code, string Column, string Source, string More, string Value)[] OfValues =
    [
        ("missing", "string_value", "{ from: $.body.v.x, on_missing: fail }", "", """{"mArKeR":"mArKeR"}"""),
        ("null", "string_value", "{ from: $.body.v.x, on_null: fail }", "", """{"x":null,"mArKeR":"mArKeR"}"""),
        ("wrong_type", "int32_value", Source, "", """{"mArKeR":"mArKeR"}"""),
        ("wrong_type", "by_flag", Source, "", """{"mArKeR":87654321}"""),
        ("number_syntax", "int32_value", Source, "", "\"mArKeR\""),
        ("number_syntax", "by_number", Source, "", """{"mArKeR":"mArKeR"}"""),
        ("number_range", "int32_value", Source, "", "87654321000"),
        ("number_fraction", "int32_value", Source, "", "87654321.5"),
        ("text_encoding", "string_value", Source, "", "\"mArKeR\\ud800\""),
        ("text_encoding", "by_name", Source, "", """{"mArKeR\ud800":{"name":"mArKeR"}}"""),
        ("base64", "bytes_value", Source, "", "\"mArKeR!\""),
        ("enum_value", "color", Source, "", "\"mArKeR\""),
        ("enum_value", "string_value", "{ from: $.body.v, enum: e }", "enums: { e: { a: b } }", "\"mArKeR\""),
        ("time_syntax", "int64_value", "{ from: $.body.v, as: timestamp }", "", "\"mArKeR\""),
        (
            "time_bounds", "int64_value", "{ from: $.body.v, as: timestamp, formats: epoch_s, not_before: 2000-01-01 }", "",
            "87654321"),
        ("time_range", "int64_value", "{ from: $.body.v, as: timestamp, formats: epoch_s }", "", "87654321000000"),
        ("decimal_syntax", "string_value", "{ from: $.body.v, as: 'decimal(18,2)' }", "", "\"mArKeR\""),
        ("decimal_precision", "string_value", "{ from: $.body.v, as: 'decimal(4,2)' }", "", "87654321"),
        ("decimal_scale", "string_value", "{ from: $.body.v, as: 'decimal(18,2)' }", "", "0.87654321"),
        ("uuid", "string_value", "{ from: $.body.v, as: uuid }", "", "\"mArKeR\""),
        ("hex", "string_value", "{ from: $.body.v, transform: hex_decode }", "", "\"mArKeR\""),
        ("url_encoding", "string_value", "{ from: $.body.v, transform: url_decode }", "", "\"%mArKeR\""),
        ("json_syntax", "string_value", "{ from: $.body.v, transform: [parse_json, to_json] }", "", "\"mArKeR\""),
        ("bool_syntax", "string_value", "{ from: $.body.v, transform: to_bool }", "", "\"mArKeR\""),
        (
            "value_size", "string_value", "{ from: $.body.v, transform: ['regex_extract(\"(a{900})b\")'] }", "",
            $"\"mArKeR{new string('a', 100_000)}\""),
        ("expression", "int64_value", "{ expr: body.v.x / body.v.y }", "", """{"x":87654321,"y":0,"mArKeR":1}"""),
        ("filter", "int64_value", Source, "when: body.v.x > 1", """{"mArKeR":87654321}"""),
        ("unrouted", "int64_value", Source, "when: body.v == 1", "87654321"),
        (
            "too_many_rows", "int64_value", "$.line", "explode: { path: '$.body.v[*]', as: line, max_rows: 1 }",
            "[87654321,87654321]"),
        ("no_rows", "int64_value", "$.line", "explode: { path: '$.body.v[*]', as: line, max_rows: 1, empty: fail }", "[]"),
        ("null_item", "packed", Source, "", "[87654321,null]"),
        ("null_item", "by_name", Source, "", """{"mArKeR":null}"""),
        ("map_key", "by_name", "{ entries: $.body.v, key: $.value.k, value: $.value }", "", """{"mArKeR":{"name":"mArKeR"}}"""),
        ("duplicate_key", "by_number", Source, "", """{"87654321":"mArKeR","87654321.0":"mArKeR"}"""),
        ("oneof_conflict", "imported_node", Source, "", """{"text":"mArKeR","data":"mArKeR"}"""),
        (
            "depth", "node", Source, "payload: { limits: { max_depth: 512 } }",
            string.Concat(Enumerable.Repeat("""{"name":"mArKeR","child":""", 101)) + "{}" + new string('}', 101)),
        ("body_syntax", "string_value", Source, "", "mArKeR"),
        ("body_size", "string_value", Source, "payload: { limits: { max_bytes: 10 } }", "\"mArKeR\""),
        ("body_depth", "string_value", Source, "payload: { limits: { max_depth: 2 } }", """{"mArKeR":[["mArKeR"]]}"""),
        ("envelope_shape", "string_value", Source, "payload: { decode: [{ unwrap: sns }, json] }", "\"mArKeR\""),
        ("base64", "string_value", Source, "payload: { decode: [base64, json] }", "\"mArKeR\""),
        ("md5_of_body", "string_value", Source, "verify: { md5_of_body: fail }", "\"mArKeR\""),
        ("md5_of_message_attributes", "string_value", Source, "verify: { md5_of_message_attributes: fail }", "\"mArKeR\""),
    ];

    private static readonly (string Code, string Payload, string Body)[] OfBodies =
    [
        ("compression", "decode: [base64, gzip, json]", "mArKeRmArKeR"),
        ("field_count", "decode: csv", "v,mArKeR\n87654321,mArKeR,mArKeR\n"),
        (
            "control_message", "decode: { unwrap: cloudwatch_logs }",
            """{"messageType":"CONTROL_MESSAGE","owner":"mArKeR","logEvents":[{"id":"87654321","message":"mArKeR"}]}"""),
        ("tombstone", "decode: { unwrap: debezium }", """{"schema":{"mArKeR":"mArKeR"},"payload":null}"""),
        (
            "s3_test_event", "decode: json",
            """
            {"Service":"Amazon S3","Event":"s3:TestEvent",
             "Time":"mArKeR","Bucket":"mArKeR","RequestId":"mArKeR","HostId":"mArKeR"}
            """),
        (
            "s3_pointer", "decode: json",
            """["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"mArKeR","s3Key":"mArKeR"}]"""),
    ];

    /// <summary>
    /// The code that is expected, the mapping, an event of one message, and the bytes that its rows may have; null has no bound.
    /// </summary>
    public static IEnumerable<(string Code, MappingPlan Plan, byte[] Event, int? MessageBytes)> All() =>
    [
        .. OfValues.Select(
            c =>
            (
                c.Code, OneColumn.Plan(c.Column, c.Source, c.More),
                Event($$"""{"v":{{c.Value}},"mArKeR":"mArKeR","n":87654321}"""), default(int?))),
        .. OfBodies.Select(c => (
            c.Code, OneColumn.Plan("string_value", Source, $"payload: {{ {c.Payload} }}"), Event(c.Body), default(int?))),
        (
            "text_length", OneColumn.Plan("string_value", Source, "", new ColumnType { Limit = new TextLimit(3) }),
            Event("""{"v":"mArKeR"}"""), default(int?)),
        (
            "proto_json",
            TestPlans.Plan(
                "version: 1\ndescriptor: t.binpb\nmessage: tests.known.Known\nauto: { from: $.body }\n",
                Protoc.Compile(
                    RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true,
                    "well_known.proto")),
            Event("""{"duration":"mArKeR"}"""), default(int?)),
        (
            "message_memory", OneColumn.Plan("string_value", Source),
            Event($$"""{"v":"mArKeR{{new string('x', 100_000)}}"}"""), 64 * 1024),
    ];

    public static byte[] Event(string body) => Encoding.UTF8.GetBytes($$"""
        {"Records":[{"messageId":"m","receiptHandle":"mArKeR","body":{{JsonSerializer.Serialize(body)}},
        "md5OfBody":"00000000000000000000000087654321","attributes":{"SenderId":"mArKeR"},
        "messageAttributes":{"mArKeR":{"stringValue":"mArKeR","dataType":"String"} },
        "md5OfMessageAttributes":"00000000000000000000000087654321",
        "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}]}
        """);
}
