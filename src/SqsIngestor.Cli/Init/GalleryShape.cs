using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Payloads;

namespace SqsIngestor.Cli.Init;

/// <summary>A shape of messages for which the program has a tested mapping, in <c>mappings/gallery</c>.</summary>
/// <param name="Name">The word of <c>--shape</c>, and the name of the folder.</param>
/// <param name="Payload">What its messages are; null for documents without anything around them.</param>
/// <param name="Table">The last part of the name of its table.</param>
/// <param name="Summary">What the mapping does, one sentence.</param>
/// <param name="Sender">How such messages come into a queue, one sentence.</param>
internal sealed record GalleryShape(string Name, PayloadShape? Payload, string Table, string Summary, string Sender)
{
    /// <summary>The shape of <c>init</c> without <c>--shape</c>.</summary>
    public const string Default = "json";

    /// <summary>Every shape. To add one, add its folder to mappings/gallery and its row here.</summary>
    public static IReadOnlyList<GalleryShape> All { get; } =
    [
        new(
            "json", null, "orders",
            "Each message is an object, whose members are columns; what no column reads is kept in a VARIANT.",
            "Your program sends JSON."),
        new(
            "s3", Unwrap("s3"), "s3_objects",
            "A row for each object, with its key decoded; the test event of S3 is dropped.",
            "A bucket sends its notifications to the queue, directly or through an SNS topic."),
        new(
            "sns", Unwrap("sns"), "notifications",
            "The envelope is removed; its id, topic, time and attributes are columns.",
            "The queue is subscribed to a topic, without raw message delivery."),
        new(
            "eventbridge", Unwrap("eventbridge"), "events",
            "The members of the envelope are columns, and the detail is a VARIANT.",
            "The queue is the target of a rule."),
        new(
            "dynamodb", Unwrap("dynamodb"), "order_changes",
            "Attributes are columns with their plain values, and the images are VARIANTs.",
            "A pipe of EventBridge sends the records of a stream to the queue."),
        new(
            "kinesis", Unwrap("kinesis"), "stream_records",
            "The data of a record is decoded: its members are columns, and all of it is a VARIANT.",
            "A pipe of EventBridge sends the records of a stream, which are JSON, to the queue."),
        new(
            "debezium", Unwrap("debezium"), "order_changes",
            "The row after a change is columns, and for a deletion the key of the row before it.",
            "Debezium Server sends changes in JSON with their schema."),
        new(
            "cloudevents", Unwrap("cloudevents"), "cloud_events",
            "Events of version 1.0 in structured and in binary mode: attributes are columns, and data is a VARIANT.",
            "Your program sends CloudEvents in JSON, whole or with their attributes as message attributes."),
        new(
            "logs", Unwrap("cloudwatch_logs"), "log_events",
            "A row for each log event of a subscription; base64 and gzip are decoded, and control messages are dropped.",
            "A function or a pipe forwards the data of a subscription filter to the queue as it is."),
    ];

    /// <summary>A heading.</summary>
    public string Title => Payload?.Title ?? "Plain JSON";

    /// <summary>The shape of a name; null if there is none.</summary>
    public static GalleryShape? Find(string name) => All.FirstOrDefault(shape => shape.Name == name);

    /// <summary>A file of the shape, as it is shipped.</summary>
    public FileInfo File(string name) => Files.Shipped("mappings", "gallery", Name, name);

    private static PayloadShape Unwrap(string word) => LanguageReference.PayloadShapes.Single(shape => shape.Word == word);
}
