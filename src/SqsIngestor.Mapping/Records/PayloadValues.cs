using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// The payload of the current message as sources see it. The steps of the payload fill it; what it gives is valid until
/// they fill it again. One per encoder.
/// </summary>
/// <param name="body">The paths below <c>$.body</c>.</param>
/// <param name="sns">The paths below <c>$.envelope.sns</c>.</param>
/// <param name="eventBridge">The paths below <c>$.envelope.eventbridge</c>.</param>
/// <param name="maxDepth">The deepest nesting that a document may have.</param>
internal sealed class PayloadValues(PathTrie body, PathTrie sns, PathTrie eventBridge, int maxDepth)
{
    private PayloadBuffer _current = new();
    private Range _selected;

    /// <summary>The body, where it is a document.</summary>
    public PayloadDocument Document { get; } = new(body, maxDepth);

    public PayloadDocument Sns { get; } = new(sns, maxDepth);

    public PayloadDocument EventBridge { get; } = new(eventBridge, maxDepth);

    /// <summary>The body is a document; otherwise <c>$.body</c> is the same as <c>$.raw</c>.</summary>
    public required bool IsDocument { get; init; }

    /// <summary><c>$.raw</c> is bytes, not text.</summary>
    public required bool RawIsBytes { get; init; }

    /// <summary><c>$.raw</c>: what the last step reads, of ndjson the line.</summary>
    public SourceValue Raw => RawIsBytes ? SourceValue.FromBytes(_current.Written[_selected]) : SourceValue.FromText(_current.Written[_selected]);

    /// <summary>A place below <c>$.body</c> of the body that is selected.</summary>
    public SourceValue Body(int slot) => IsDocument ? Document.Value(slot) : slot == body.Slot ? Raw : SourceValue.Missing;

    /// <summary>A place below <c>$.envelope</c>; missing where no step took off such an envelope.</summary>
    public SourceValue Envelope(EnvelopeKind kind, int slot) => kind == EnvelopeKind.Sns ? Sns.Value(slot) : EventBridge.Value(slot);

    /// <summary>Says which bytes <see cref="Raw"/> is.</summary>
    public void SelectRaw(PayloadBuffer buffer, Range range) => (_current, _selected) = (buffer, range);

    /// <summary>Leaves the body and the envelopes empty.</summary>
    public void Clear(PayloadBuffer empty)
    {
        Document.Clear();
        Sns.Clear();
        EventBridge.Clear();
        SelectRaw(empty, ..);
    }
}

/// <summary>What an unwrap takes off.</summary>
internal enum EnvelopeKind : byte
{
    /// <summary>An Amazon SNS notification.</summary>
    Sns,

    /// <summary>An Amazon EventBridge event.</summary>
    EventBridge,
}
