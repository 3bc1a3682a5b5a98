using SqsIngestor.Catalog;

namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>The catalog of <see cref="QueueException.Code"/>, for the reference page.</summary>
internal static class QueueErrors
{
    /// <summary>By code.</summary>
    public static IReadOnlyList<ErrorDescription> All { get; } =
    [
        new(
            "attribute_name", "The name of an attribute is not valid.",
            "Use letters, digits, _, - and single dots inside, at most 256 characters; AWS. and Amazon. are reserved."),
        new("attribute_twice", "Two attributes have the same name.", "Rename one of them."),
        new(
            "attribute_type", "The type of an attribute is not valid.",
            "Use String, Number or Binary, with or without a suffix after a dot."),
        new("attribute_value", "An attribute has no value.", "Give it a value, or leave it out."),
        new("attributes_too_many", "The message has more than 10 attributes.", "Leave some out."),
        new(
            "deduplication_not_fifo", "The message has a deduplication id, and the queue is not FIFO.",
            "Leave the id out, or start the server with --fifo."),
        new("group_missing", "The message has no group id, and the queue is FIFO.", "Give it a message group id."),
        new("message_characters", "A text has a character that SQS does not accept.", "Leave it out, or encode the text."),
        new("message_empty", "The body of the message is empty.", "Send at least one character."),
        new(
            "message_id", "A message group id or a deduplication id is not valid.",
            "Use 1 to 128 letters, digits and punctuation marks."),
        new("message_too_large", "The body and the attributes have more than 1 MiB.", "Send a smaller message."),
    ];
}
