using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Records;

/// <summary>
/// The payload of the current message as sources see it. The steps of the payload fill it; its values are valid until they fill
/// it again. One per encoder.
/// </summary>
/// <param name="body">The paths below <c>$.body</c>.</param>
/// <param name="envelopes">For each envelope of the language the paths below <c>$.envelope</c> and its name.</param>
/// <param name="maxDepth">The deepest nesting that a document may have.</param>
/// <param name="memory">What a document may take.</param>
internal sealed class PayloadValues(PathTrie body, IReadOnlyList<PathTrie> envelopes, int maxDepth, WorkMemory memory)
{
    private string[] _envelopePointers = [];
    private PayloadBuffer _current = new();
    private Range _selected;

    /// <summary>The body, if it is a document.</summary>
    public PayloadDocument Document { get; } = new(body, maxDepth, memory);

    /// <summary>The envelopes in the language's order; empty if no step removed such an envelope.</summary>
    public PayloadDocument[] Envelopes { get; } = [.. envelopes.Select(trie => new PayloadDocument(trie, maxDepth, memory))];

    /// <summary>The body is a document; otherwise <c>$.body</c> is the same as <c>$.raw</c>.</summary>
    public required bool IsDocument { get; init; }

    /// <summary>The names of the envelopes in paths, in the language's order.</summary>
    public required string[] EnvelopeNames
    {
        init => _envelopePointers = Array.ConvertAll(value, static name => "/envelope/" + name);
    }

    /// <summary>The envelope that need not carry data, and a slot that each of them fills.</summary>
    public required (int Envelope, int Slot) OptionalData { private get; init; }

    /// <summary>The body can be null, because the envelope that was removed need not carry data.</summary>
    public bool MayLackData => Envelope(OptionalData.Envelope, OptionalData.Slot).Kind != ValueKind.Missing;

    /// <summary><c>$.raw</c> is bytes, not text.</summary>
    public required bool RawIsBytes { get; init; }

    /// <summary><c>$.raw</c>: the input of the last step; the line for ndjson.</summary>
    public SourceValue Raw =>
        RawIsBytes ? SourceValue.FromBytes(_current.Written[_selected]) : SourceValue.FromText(_current.Written[_selected]);

    /// <summary>Where <see cref="Raw"/> is. It stays the same as long as the body does.</summary>
    public (PayloadBuffer Buffer, Range Range) RawPlace => (_current, _selected);

    /// <summary>A place below <c>$.body</c> of the selected body.</summary>
    public SourceValue Body(int slot) => IsDocument ? Document.Value(slot) : slot == body.Slot ? Raw : SourceValue.Missing;

    /// <summary>A place below <c>$.envelope</c>; missing if no step removed such an envelope.</summary>
    public SourceValue Envelope(int envelope, int slot) => Envelopes[envelope].Value(slot);

    /// <summary>The pointer of a document's root; null if the document is not a part of the payload.</summary>
    public string? PointerOf(JsonTape tape)
    {
        if (tape == Document.Tape) return "/body";
        for (var i = 0; i < Envelopes.Length; i++)
        {
            if (Envelopes[i].Tape == tape) return _envelopePointers[i];
        }
        return null;
    }

    /// <summary>Begins a row, which has not read anything.</summary>
    public void ForgetReads()
    {
        Document.Tape.ForgetReads();
        foreach (var envelope in Envelopes) envelope.Tape.ForgetReads();
    }

    /// <summary>Sets the bytes of <see cref="Raw"/>.</summary>
    public void SelectRaw(PayloadBuffer buffer, Range range) => (_current, _selected) = (buffer, range);

    /// <summary>Leaves the body and the envelopes empty.</summary>
    public void Clear(PayloadBuffer empty)
    {
        Document.Clear();
        foreach (var envelope in Envelopes) envelope.Clear();
        SelectRaw(empty, ..);
    }
}
