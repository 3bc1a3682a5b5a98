using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads.Unwraps;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>The rows of <see cref="PayloadStepCatalog"/> for unwraps that give documents.</summary>
internal static class UnwrapCatalog
{
    public static IReadOnlyList<PayloadStepSpec> All { get; } =
    [
        new()
        {
            Key = PayloadStepCatalog.UnwrapKey,
            Word = "s3",
            Title = "S3 event notifications",
            Members = ["s3.object"],
            Empty = RecordErrorCode.S3TestEvent,
            Gives = PayloadForm.Documents,
            Open = (context, _) => new S3Decoder(context),
            Meaning =
                "Gives each record of an S3 event notification as a document, with `s3.object.key` decoded. The test event is "
                + "the record error `s3_test_event`.",
            Example = new(
                "decode: { unwrap: s3 }",
                """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"a+b%C3%A9"}}}]}""",
                """{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"a bé"}}}"""),
        },
        new()
        {
            Key = PayloadStepCatalog.UnwrapKey,
            Word = "cloudwatch_logs",
            Title = "CloudWatch Logs subscriptions",
            Members = ["logGroup"],
            Ways = ["{ unwrap: cloudwatch_logs }", "base64, { unwrap: cloudwatch_logs }"],
            Empty = RecordErrorCode.ControlMessage,
            Gives = PayloadForm.Documents,
            Open = (context, _) => new CloudWatchLogsDecoder(context),
            Meaning =
                "Gives each log event of a CloudWatch Logs subscription as a document, with the `logGroup`, `logStream`, `owner` "
                + "and other members of its message. Takes JSON, gzip, or `awslogs.data`. A control message is the record error "
                + "`control_message`.",
            Example = new(
                "decode: [base64, { unwrap: cloudwatch_logs }]",
                "H4sIAAAAAAACA6tWyk0tLk5MTw2pLEhVslJycQxxjPd1DQ52dHdV0lHKL89LLQIKGxoZm5iamVtYGhgaAYVz8tPdi/JLC4Ay+okFBRAR17LU"
                + "vJJiJavoaqXMFJAeoHBJJtD4ksRcoEpDc3MjYzMzEwOgEcY6MGuB6hKVamNrAWfkYYKIAAAA",
                "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"123456789012\",\"logGroup\":\"/app\",\"id\":\"1\","
                + "\"timestamp\":1772366400123,\"message\":\"a\"}"),
        },
        new()
        {
            Key = PayloadStepCatalog.UnwrapKey,
            Word = "dynamodb",
            Title = "DynamoDB stream records",
            Members = ["dynamodb.Keys"],
            Images = ["dynamodb.NewImage", "dynamodb.OldImage"],
            ImageKeys = "dynamodb.Keys",
            Gives = PayloadForm.Documents,
            Open = (context, _) => new DynamoDbDecoder(context),
            Meaning =
                "Gives each record of a DynamoDB stream as a document. In Keys, NewImage and OldImage, attributes have their "
                + "plain values: numbers keep every digit, bytes are base64, sets are arrays.",
            Example = new(
                "decode: { unwrap: dynamodb }",
                """{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"a"}},"NewImage":{"total":{"N":"19.990"}}}}""",
                """{"eventName":"INSERT","dynamodb":{"Keys":{"id":"a"},"NewImage":{"total":19.990}}}"""),
        },
        new()
        {
            Key = PayloadStepCatalog.UnwrapKey,
            Word = "kinesis",
            Title = "Kinesis records",
            Members = ["data", "partitionKey"],
            Ways = [.. KinesisDataForms.Words.All.Select(static form => $"{{ unwrap: kinesis, data: {form} }}")],
            Gives = PayloadForm.Documents,
            Open = (context, options) => new KinesisDecoder(context, options.Data),
            Meaning =
                "Gives each record of a Kinesis stream as a document, with its `data` decoded from base64 to JSON. With "
                + "`data: text` it is text, with `data: base64` it stays as it is. The members of `kinesis` become members of "
                + "the document.",
            Example = new(
                "decode: { unwrap: kinesis }",
                """{"Records":[{"eventID":"s:1","kinesis":{"partitionKey":"k","data":"eyJhIjoxfQ=="}}]}""",
                """{"eventID":"s:1","partitionKey":"k","data":{"a":1}}"""),
        },
        new()
        {
            Key = PayloadStepCatalog.UnwrapKey,
            Word = "debezium",
            Title = "Debezium change events",
            Members = ["op", "source"],
            Images = ["before", "after"],
            Empty = RecordErrorCode.Tombstone,
            Gives = PayloadForm.Document,
            Open = (context, _) => new DebeziumDecoder(context),
            Meaning =
                "Gives a change event of Debezium, with or without its schema around it. With the schema, decimals are exact "
                + "numbers, and dates and times are texts. A tombstone is the record error `tombstone`.",
            Example = new(
                "decode: { unwrap: debezium }",
                """{"schema":{"type":"struct","fields":[{"field":"after","type":"struct","fields":[{"field":"d","type":"int32","""
                + """ "name":"io.debezium.time.Date"}]}]},"payload":{"op":"c","after":{"d":20513},"source":{"table":"t"}}}""",
                """{"op":"c","after":{"d":"2026-03-01"},"source":{"table":"t"}}"""),
        },
    ];
}
