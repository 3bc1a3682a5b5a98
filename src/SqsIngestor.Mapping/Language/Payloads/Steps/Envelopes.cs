using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Reference;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>A JSON object around the payload that a service adds. Stateless, shared by all encoders.</summary>
/// <param name="index">Its place in <see cref="EnvelopeCatalog.All"/>, by which plans and messages keep envelopes.</param>
/// <param name="word">As the file writes it after <c>unwrap</c>, and in paths after <c>$.envelope</c>.</param>
/// <param name="members">The members that <see cref="Matches"/> and <see cref="TryWriteContents"/> read: slots from 1.</param>
internal abstract class Envelope(int index, string word, string[] members)
{
    public int Index => index;

    public string Word => word;

    /// <summary>The first member, which <see cref="Matches"/> needs.</summary>
    public string Sign => members[0];

    /// <summary>What it is, as a heading.</summary>
    public abstract string Title { get; }

    /// <summary>Text that every such envelope contains; <c>when: auto</c> does not parse a payload without it.</summary>
    public abstract ReadOnlySpan<byte> Marker { get; }

    /// <summary>The kind of what it carries: text or bytes.</summary>
    public virtual PayloadForm Gives => PayloadForm.Text;

    /// <summary>Whether it need not carry data: the body is null then, which is not an error.</summary>
    public virtual bool MayLackData => false;

    /// <summary>One sentence for the reference.</summary>
    public abstract string Meaning { get; }

    /// <summary>Its input is the body of a message, its output <c>$.body</c>.</summary>
    public abstract ReferenceExample Example { get; }

    /// <summary>A trie for the paths of a mapping that already has the envelope's own members.</summary>
    public PathTrie CreateTrie()
    {
        // A trie numbers its slots from 1 in the order in which they are added.
        var trie = new PathTrie();
        foreach (var name in members) trie.Member(name);
        return trie;
    }

    /// <summary>Makes the step for one encoder.</summary>
    public virtual UnwrapDecoder CreateDecoder(PayloadStepContext context) =>
        new(this, context.Values.Envelopes[Index], context.Memory, context.Auto);

    /// <summary>Whether the document is such an envelope.</summary>
    public abstract bool Matches(PayloadDocument document);

    /// <summary>Writes what a matching envelope carries.</summary>
    public abstract RecordErrorCode TryWriteContents(PayloadDocument document, PayloadBuffer output);
}

/// <summary>An Amazon SNS notification. A topic with raw message delivery sends none, so <c>when: auto</c> serves both.</summary>
internal sealed class SnsEnvelope(int index) : Envelope(index, "sns", ["Type", "TopicArn", "Message"])
{
    private const int TypeSlot = 1;
    private const int TopicArnSlot = 2;
    private const int MessageSlot = 3;

    public override ReadOnlySpan<byte> Marker => "\"TopicArn\""u8;

    public override string Title => "SNS notifications";

    public override string Meaning => "Replaces an SNS notification with its Message.";

    public override ReferenceExample Example => new(
        "decode: [{ unwrap: sns }, json]",
        """{"Type":"Notification","TopicArn":"arn:aws:sns:eu-west-1:123456789012:orders","Message":"{\"a\":1}"}""",
        """{"a":1}""");

    public override bool Matches(PayloadDocument document) =>
        document.IsText(TypeSlot, "Notification"u8)
        && document.Value(TopicArnSlot).Kind == ValueKind.String && document.Value(MessageSlot).Kind == ValueKind.String;

    public override RecordErrorCode TryWriteContents(PayloadDocument document, PayloadBuffer output)
    {
        var message = document.Value(MessageSlot).Text;
        if (!JsonText.TryUnescape(message, output.Reserve(message.Length), out var length)) return RecordErrorCode.TextEncoding;
        output.Length = length;
        return RecordErrorCode.None;
    }
}

/// <summary>An Amazon EventBridge event.</summary>
internal sealed class EventBridgeEnvelope(int index) : Envelope(index, "eventbridge", ["detail-type", "source", "detail"])
{
    private const int DetailTypeSlot = 1;
    private const int SourceSlot = 2;
    private const int DetailSlot = 3;

    public override ReadOnlySpan<byte> Marker => "\"detail-type\""u8;

    public override string Title => "EventBridge events";

    public override string Meaning => "Replaces an EventBridge event with its detail.";

    public override ReferenceExample Example => new(
        "decode: [{ unwrap: eventbridge }, json]",
        """{"detail-type":"Order Created","source":"shop","detail":{"a":1}}""", """{"a":1}""");

    public override bool Matches(PayloadDocument document) =>
        document.Value(DetailTypeSlot).Kind == ValueKind.String
        && document.Value(SourceSlot).Kind == ValueKind.String && document.Value(DetailSlot).Kind == ValueKind.Object;

    public override RecordErrorCode TryWriteContents(PayloadDocument document, PayloadBuffer output)
    {
        output.Write(document.Value(DetailSlot).Text);
        return RecordErrorCode.None;
    }
}
