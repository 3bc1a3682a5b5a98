using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>
/// Recognizes messages that AWS or its client libraries send instead of a payload, by the names that they contain.
/// </summary>
internal sealed class KnownMessages
{
    // These messages have a few hundred bytes; longer payloads are not examined.
    private const int LongestLength = 4096;
    private const int ServiceSlot = 1;
    private const int EventSlot = 2;

    private readonly PayloadDocument _document;

    public KnownMessages()
    {
        var trie = new PathTrie();
        trie.Member("Service");
        trie.Member("Event");
        _document = new PayloadDocument(trie.Freeze(), MappingLimits.DefaultPayloadDepth, new WorkMemory());
    }

    /// <summary>The error for such a message; None for any other.</summary>
    public RecordErrorCode Recognize(PayloadBuffer payload)
    {
        var text = payload.Written;
        if (text.Length > LongestLength) return RecordErrorCode.None;
        var start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0) return RecordErrorCode.None;
        return text[start] switch
        {
            (byte)'{' when text.IndexOf("s3:TestEvent"u8) >= 0 && IsS3TestEvent(payload) => RecordErrorCode.S3TestEvent,
            (byte)'[' when text.IndexOf("S3Pointer"u8) >= 0 && IsS3Pointer(text) => RecordErrorCode.S3Pointer,
            _ => RecordErrorCode.None,
        };
    }

    /// <summary>S3 sends it when you set up notifications for a bucket.</summary>
    private bool IsS3TestEvent(PayloadBuffer payload) =>
        _document.Parse(payload.Bytes, 0, payload.Length) == RecordErrorCode.None
        && _document.IsText(ServiceSlot, "Amazon S3"u8) && _document.IsText(EventSlot, "s3:TestEvent"u8);

    /// <summary>The SQS extended client libraries send it for a payload that they stored in S3.</summary>
    private static bool IsS3Pointer(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            return reader.Read()
                && reader.TokenType == JsonTokenType.StartArray
                && reader.Read()
                && reader.TokenType == JsonTokenType.String
                && (Is(reader, "software.amazon.payloadoffloading.PayloadS3Pointer"u8)
                    || Is(reader, "com.amazon.sqs.javamessaging.MessageS3Pointer"u8))
                && reader.Read() && reader.TokenType == JsonTokenType.StartObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The reader's own comparison throws for half a surrogate pair.
    private static bool Is(in Utf8JsonReader reader, ReadOnlySpan<byte> text) =>
        JsonText.NameEquals(reader.ValueSpan, reader.ValueIsEscaped, text);
}
