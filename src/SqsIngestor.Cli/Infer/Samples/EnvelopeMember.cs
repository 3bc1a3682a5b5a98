using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>A member of an envelope that a row keeps.</summary>
/// <param name="Word">The envelope, as the word of <c>unwrap</c>.</param>
/// <param name="Column">The name of the column.</param>
/// <param name="Name">The name of the member.</param>
/// <param name="Kind">The type that the service, or the specification of the envelope, gives it.</param>
internal sealed record EnvelopeMember(string Word, string Column, string Name, DeltaKind Kind)
{
    /// <summary>All of them, in the order of the columns.</summary>
    public static IReadOnlyList<EnvelopeMember> All { get; } =
    [
        new("sns", "sns_message_id", "MessageId", DeltaKind.String),
        new("sns", "sns_topic_arn", "TopicArn", DeltaKind.String),
        new("sns", "sns_timestamp", "Timestamp", DeltaKind.Timestamp),
        new("eventbridge", "eventbridge_id", "id", DeltaKind.String),
        new("eventbridge", "eventbridge_source", "source", DeltaKind.String),
        new("eventbridge", "eventbridge_detail_type", "detail-type", DeltaKind.String),
        new("eventbridge", "eventbridge_time", "time", DeltaKind.Timestamp),
        new("cloudevents", "cloudevents_id", "id", DeltaKind.String),
        new("cloudevents", "cloudevents_source", "source", DeltaKind.String),
        new("cloudevents", "cloudevents_type", "type", DeltaKind.String),
        new("cloudevents", "cloudevents_subject", "subject", DeltaKind.String),
        new("cloudevents", "cloudevents_time", "time", DeltaKind.Timestamp),
    ];

    /// <summary>The path of the envelope.</summary>
    public string Path => $"$.envelope.{Word}";

    /// <summary>Those of an envelope.</summary>
    public static IEnumerable<EnvelopeMember> Of(string word) => All.Where(member => member.Word == word);
}
