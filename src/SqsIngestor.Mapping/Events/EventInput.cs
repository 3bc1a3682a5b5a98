using System.Text.Json;
using SqsIngestor.Mapping.Json;

namespace SqsIngestor.Mapping.Events;

/// <summary>
/// Makes SQS events, as Lambda delivers them, from what people have at hand: bodies, the output of
/// <c>aws sqs receive-message</c>, event files. Not for the hot path.
/// </summary>
public static class EventInput
{
    /// <summary>The queue of messages that do not name theirs.</summary>
    public const string QueueArn = "arn:aws:sqs:us-east-1:123456789012:test";

    /// <summary>The region of these messages, and of the function that a test has.</summary>
    internal const string Region = "us-east-1";

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>An event with one message for each body. Ids count from 1, and each message was received once.</summary>
    /// <param name="bodies">The bodies; each is used unchanged.</param>
    public static byte[] OfBodies(params IReadOnlyList<string> bodies) => Event(writer =>
    {
        for (var i = 0; i < bodies.Count; i++)
        {
            writer.WriteStartObject();
            WriteIdentity(writer, i);
            writer.WriteString("body", bodies[i]);
            writer.WriteStartObject("attributes");
            writer.WriteString("ApproximateReceiveCount", "1");
            writer.WriteEndObject();
            writer.WriteStartObject("messageAttributes");
            writer.WriteEndObject();
            WriteOrigin(writer, bodies[i]);
            writer.WriteEndObject();
        }
    });

    /// <summary>
    /// The event of a file, without the byte order mark that editors write. The messages of <c>aws sqs receive-message</c> become
    /// an event; anything else stays as it is.
    /// </summary>
    /// <param name="file">The bytes of the file.</param>
    /// <exception cref="SqsEventException">A received message has no MessageId.</exception>
    public static byte[] OfFile(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var text = file.AsSpan().StartsWith(ByteOrderMark) ? file[ByteOrderMark.Length..] : file;
        if (MemberOf(text) != "Messages") return text;
        using var document = JsonDocument.Parse(text);
        JsonMembers.TryFind(document.RootElement, "Messages", out var messages);
        return Event(writer => ReceivedMessages.Write(writer, messages));
    }

    /// <summary>
    /// Whether the bytes look like an event, or like the output of <c>aws sqs receive-message</c>, and not like the body of a
    /// message.
    /// </summary>
    /// <param name="file">The bytes of the file.</param>
    public static bool IsEvent(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return MemberOf(file.AsSpan().StartsWith(ByteOrderMark) ? file[ByteOrderMark.Length..] : file) is not null;
    }

    /// <summary>Writes the id of a message that has none of its own.</summary>
    internal static void WriteIdentity(Utf8JsonWriter writer, int index)
    {
        writer.WriteString("messageId", $"00000000-0000-0000-0000-{index + 1:000000000000}");
        writer.WriteString("receiptHandle", "receipt-handle");
    }

    /// <summary>Writes the checksum of a body, and the queue that a test has.</summary>
    internal static void WriteOrigin(Utf8JsonWriter writer, string body)
    {
        writer.WriteString("md5OfBody", Md5(body));
        WriteQueue(writer);
    }

    internal static void WriteQueue(Utf8JsonWriter writer)
    {
        writer.WriteString("eventSource", "aws:sqs");
        writer.WriteString("eventSourceARN", QueueArn);
        writer.WriteString("awsRegion", Region);
    }

    private static byte[] Event(Action<Utf8JsonWriter> messages) => System.Text.Encoding.UTF8.GetBytes(JsonBuilder.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Records");
        messages(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    /// <summary>Which array of messages the document has; null for none, or for text that is not JSON.</summary>
    private static string? MemberOf(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            return Array.Find(
                ["Records", "Messages"],
                name => JsonMembers.TryFind(document.RootElement, name, out var member)
                    && member.ValueKind == JsonValueKind.Array);
        }
        catch (JsonException)
        {
            return null;
        }
    }

#pragma warning disable CA5351 // SQS has MD5 in its events; nothing is protected by it.
    private static string Md5(string body) =>
        Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
