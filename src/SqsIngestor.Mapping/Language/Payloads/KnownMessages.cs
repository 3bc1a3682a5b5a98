using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Messages that AWS or its client libraries put in the place of a payload, told by their own names.</summary>
internal sealed class KnownMessages
{
    // Either is a few hundred bytes; nothing longer is looked at.
    private const int LongestLength = 4096;
    private const int ServiceSlot = 1;
    private const int EventSlot = 2;

    private readonly PayloadDocument _document;

    public KnownMessages()
    {
        var trie = new PathTrie();
        trie.Member("Service");
        trie.Member("Event");
        _document = new PayloadDocument(trie.Freeze(), PayloadPlan.DefaultMaxDepth);
    }

    /// <summary>The error that stands for such a message; none for any other.</summary>
    public RecordErrorCode Recognise(PayloadBuffer payload)
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

    /// <summary>What S3 sends when notifications are set up for a bucket.</summary>
    private bool IsS3TestEvent(PayloadBuffer payload) =>
        _document.Parse(payload.Bytes, 0, payload.Length) == RecordErrorCode.None
        && _document.Value(ServiceSlot).IsText("Amazon S3"u8) && _document.Value(EventSlot).IsText("s3:TestEvent"u8);

    /// <summary>What the SQS extended client libraries send for a payload that they have put into S3.</summary>
    private static bool IsS3Pointer(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.String
                && (reader.ValueTextEquals("software.amazon.payloadoffloading.PayloadS3Pointer"u8)
                    || reader.ValueTextEquals("com.amazon.sqs.javamessaging.MessageS3Pointer"u8))
                && reader.Read() && reader.TokenType == JsonTokenType.StartObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
