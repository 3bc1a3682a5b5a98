using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// The payload of the current message as sources see it. The steps of the payload fill it; what it gives is valid until
/// they fill it again. One per encoder.
/// </summary>
/// <param name="body">The paths below <c>$.body</c>.</param>
/// <param name="envelopes">For each envelope of the language the paths below <c>$.envelope</c> and its name.</param>
/// <param name="maxDepth">The deepest nesting that a document may have.</param>
internal sealed class PayloadValues(PathTrie body, IReadOnlyList<PathTrie> envelopes, int maxDepth)
{
    private PayloadBuffer _current = new();
    private Range _selected;

    /// <summary>The body, where it is a document.</summary>
    public PayloadDocument Document { get; } = new(body, maxDepth);

    /// <summary>The envelopes in the language's order; empty where no step took off such an envelope.</summary>
    public PayloadDocument[] Envelopes { get; } = [.. envelopes.Select(trie => new PayloadDocument(trie, maxDepth))];

    /// <summary>The body is a document; otherwise <c>$.body</c> is the same as <c>$.raw</c>.</summary>
    public required bool IsDocument { get; init; }

    /// <summary><c>$.raw</c> is bytes, not text.</summary>
    public required bool RawIsBytes { get; init; }

    /// <summary><c>$.raw</c>: what the last step reads, of ndjson the line.</summary>
    public SourceValue Raw =>
        RawIsBytes ? SourceValue.FromBytes(_current.Written[_selected]) : SourceValue.FromText(_current.Written[_selected]);

    /// <summary>A place below <c>$.body</c> of the body that is selected.</summary>
    public SourceValue Body(int slot) => IsDocument ? Document.Value(slot) : slot == body.Slot ? Raw : SourceValue.Missing;

    /// <summary>A place below <c>$.envelope</c>; missing where no step took off such an envelope.</summary>
    public SourceValue Envelope(int envelope, int slot) => Envelopes[envelope].Value(slot);

    /// <summary>Says which bytes <see cref="Raw"/> is.</summary>
    public void SelectRaw(PayloadBuffer buffer, Range range) => (_current, _selected) = (buffer, range);

    /// <summary>Leaves the body and the envelopes empty.</summary>
    public void Clear(PayloadBuffer empty)
    {
        Document.Clear();
        foreach (var envelope in Envelopes) envelope.Clear();
        SelectRaw(empty, ..);
    }
}
