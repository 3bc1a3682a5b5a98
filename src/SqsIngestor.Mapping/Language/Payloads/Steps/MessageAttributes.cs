using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>The attributes of the current message, for the steps that need them. One per encoder.</summary>
/// <param name="values">Has the notification of SNS that a step unwrapped.</param>
/// <param name="wrappedSlot">The attributes in it; negative if no step needs them.</param>
internal sealed class MessageAttributes(PayloadValues values, int wrappedSlot)
{
    private JsonTape? _tape;
    private int _node;

    /// <summary>The attributes of the message in the queue.</summary>
    public AttributeList Own => new(_tape, _node);

    /// <summary>The attributes of the message inside a notification of SNS.</summary>
    public AttributeList Wrapped
    {
        get
        {
            if (wrappedSlot < 0) return default;
            var attributes = values.Envelope(EnvelopeCatalog.Sns.Index, wrappedSlot);
            return attributes.Kind == ValueKind.Object ? new(attributes.Tape, attributes.Node) : default;
        }
    }

    /// <summary>Sets the object of all attributes of the message in the queue. Call it before the first step.</summary>
    public void Set(in SourceValue attributes) =>
        (_tape, _node) = attributes.Kind == ValueKind.Object ? (attributes.Tape, attributes.Node) : (null, 0);
}

/// <summary>The attributes in an object, one after the other.</summary>
/// <param name="tape">The document; null for no attributes.</param>
/// <param name="node">The object.</param>
internal ref struct AttributeList(JsonTape? tape, int node)
{
    private int _next = node + 1;
    private int _current;

    /// <summary>The name as written in JSON, between its quotes.</summary>
    public readonly ReadOnlySpan<byte> Name => tape!.Raw(_current);

    /// <summary>Goes to the next attribute; false after the last.</summary>
    public bool MoveNext()
    {
        if (tape is null || _next >= tape[node].End) return false;
        _current = _next;
        _next = tape[_current + 1].End;
        return true;
    }

    /// <summary>The text, or the bytes in base64, as written in JSON, between the quotes. False if there is none.</summary>
    public readonly bool TryGetValue(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (tape![_current + 1].Kind != JsonKind.Object) return false;
        // The first two names are those of SQS, the third is that of SNS.
        if (!tape.TryGetMember(_current + 1, "stringValue"u8, out var found)
            && !tape.TryGetMember(_current + 1, "binaryValue"u8, out found)
            && !tape.TryGetMember(_current + 1, "Value"u8, out found))
        {
            return false;
        }
        value = tape.Raw(found);
        return tape[found].Kind == JsonKind.String;
    }
}
