using System.Text;

namespace SqsIngestor.Emulator.Lambda.EventSource.Queues;

/// <summary>The limits of SQS: sizes, characters, names and types ("SendMessage", SQS API reference).</summary>
internal static class MessageRules
{
    private const int MaxMessageBytes = 1024 * 1024;
    private const int MaxAttributes = 10;
    private const int MaxNameLength = 256;
    private const int MaxIdLength = 128;

    /// <exception cref="QueueException">SQS would refuse the message.</exception>
    public static void Check(OutgoingMessage message, bool fifo)
    {
        if (message.Body.Length == 0)
        {
            throw new QueueException("message_empty", "a message needs a body of at least one character.");
        }
        CheckCharacters(message.Body, "the body");
        if (message.Attributes.Count > MaxAttributes)
        {
            throw new QueueException(
                "attributes_too_many",
                $"a message has at most {MaxAttributes} attributes, and this one {message.Attributes.Count}.");
        }
        foreach (var attribute in message.Attributes) CheckAttribute(attribute);
        if (message.Attributes.DistinctBy(attribute => attribute.Name).Count() < message.Attributes.Count)
        {
            throw new QueueException("attribute_twice", "two attributes have the same name.");
        }
        var size = Encoding.UTF8.GetByteCount(message.Body) + message.Attributes.Sum(attribute => attribute.Size);
        if (size > MaxMessageBytes)
        {
            throw new QueueException(
                "message_too_large", $"body and attributes have {size} bytes, and SQS takes {MaxMessageBytes}.");
        }
        if (fifo && message.GroupId is null) throw new QueueException("group_missing", "a FIFO queue needs a message group id.");
        if (!fifo && message.DeduplicationId is not null)
        {
            throw new QueueException("deduplication_not_fifo", "only a FIFO queue takes a deduplication id.");
        }
        CheckId(message.GroupId, "the message group id");
        CheckId(message.DeduplicationId, "the deduplication id");
    }

    private static void CheckAttribute(MessageAttributeValue attribute)
    {
        var name = attribute.Name;
        if (name.Length is 0 or > MaxNameLength
            || !name.All(IsNameCharacter)
            || name[0] == '.'
            || name[^1] == '.'
            || name.Contains("..", StringComparison.Ordinal))
        {
            throw new QueueException(
                "attribute_name",
                $"'{name}' is not a valid attribute name: "
                    + $"letters, digits, _, - and single dots inside, at most {MaxNameLength}.");
        }

        if (name.StartsWith("AWS.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Amazon.", StringComparison.OrdinalIgnoreCase))
        {
            throw new QueueException("attribute_name", $"'{name}': names that start with AWS. or Amazon. are reserved.");
        }

        if (attribute.BaseType is not ("String" or "Number" or "Binary"))
        {
            throw new QueueException(
                "attribute_type",
                $"'{name}' has the type '{attribute.Type}'; it is String, Number or Binary, and may have a suffix after a dot.");
        }
        if (attribute.Value.IsEmpty) throw new QueueException("attribute_value", $"'{name}' has no value.");
        if (!attribute.IsBinary) CheckCharacters(attribute.Text, $"the attribute '{name}'");
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    private static void CheckId(string? id, string what)
    {
        // Letters, digits and ASCII punctuation.
        if (id is not null && (id.Length is 0 or > MaxIdLength || !id.All(c => c is > ' ' and <= '~')))
        {
            throw new QueueException("message_id", $"{what} is 1 to {MaxIdLength} letters, digits and punctuation marks.");
        }
    }

    private static void CheckCharacters(string text, string what)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (c is < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c))
            {
                throw new QueueException(
                    "message_characters", $"{what} has the character U+{(int)c:X4}, which SQS does not take.");
            }
        }
    }
}

/// <summary>The queue refuses a message, as SQS would.</summary>
public sealed class QueueException : Exception
{
    internal QueueException(string code, string message)
        : base($"{code}: {message}") => Code = code;

    /// <summary>A stable name for the fault, for instance <c>message_too_large</c>.</summary>
    public string Code { get; }
}
