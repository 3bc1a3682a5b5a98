using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Memory;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>
/// Runs the steps of <c>payload</c> on the current message. One per encoder; not thread-safe. Its buffers are reused: only
/// the library's decompression streams and its reader of XML are allocated for each payload.
/// </summary>
internal sealed class Payload
{
    private readonly PayloadPlan _plan;
    private readonly int _maxBytes;
    private readonly PayloadDecoder[] _decoders;
    private readonly KnownMessages _known = new();
    private readonly PayloadBuffer _body;
    private readonly MessageAttributes _attributes;
    private readonly DocumentDecoder? _last;

    private PayloadBuffer _current;
    private PayloadFault? _fault;
    private JsonLines _lines;

    // The step that runs.
    private string? _word;

    /// <param name="plan">The steps.</param>
    /// <param name="memory">What the body may take, whatever the mapping allows.</param>
    public Payload(PayloadPlan plan, MessageMemory memory)
    {
        _plan = plan;
        _maxBytes = Math.Min(plan.MaxBytes, memory.BodyBytes);
        Memory = new(memory.WorkBytes);
        _current = _body = new(Memory);
        Values = new(plan.Body, plan.Envelopes, plan.MaxDepth, Memory)
        {
            IsDocument = plan.Form is not (PayloadForm.Text or PayloadForm.Bytes),
            RawIsBytes = plan.RawIsBytes,
            OptionalData = (EnvelopeCatalog.CloudEvents.Index, CloudEventsEnvelope.IdSlot),
            EnvelopeNames = [.. EnvelopeCatalog.All.Select(static envelope => envelope.Word)],
        };
        _attributes = new(Values, plan.WrappedAttributesSlot);
        _decoders = [.. plan.Steps.Select(step => step.Spec.Create!(new(Values, _attributes, Memory, _maxBytes, step.Auto)))];
        _last = plan.Last?.Open(
            new(Memory, _maxBytes, plan.MaxDepth, IsText: !plan.RawIsBytes)
            {
                Members = plan.NeedsMembers && plan.Body.HasMembers ? plan.Body : null,
            });
    }

    /// <summary>How many bodies the message has: the lines of ndjson, the rows of csv, otherwise 1; 0 after an error.</summary>
    public int Count { get; private set; }

    /// <summary>The values that column sources read: the selected body and the unwrapped envelopes.</summary>
    public PayloadValues Values { get; }

    /// <summary>What the current message may take, and takes. Whoever loads a message begins it.</summary>
    public WorkMemory Memory { get; }

    /// <summary>What is wrong with the body, after an error; null if nothing is known.</summary>
    public PayloadFault? Fault => _fault;

    /// <summary>Runs every step before the one that makes the document.</summary>
    public RecordErrorCode Load(SourceMessage message)
    {
        if (_plan.AttributesSlot >= 0) _attributes.Set(message.Value(_plan.AttributesSlot));
        return Load(message.Value(MessageSlots.Body));
    }

    /// <inheritdoc cref="Load(SourceMessage)"/>
    public RecordErrorCode Load(in SourceValue body)
    {
        Clear();
        (_fault, _word) = (null, null);
        try
        {
            return Decode(body);
        }
        catch (MessageMemoryException)
        {
            Clear();
            return TooMuch(_word);
        }
    }

    private RecordErrorCode Decode(in SourceValue body)
    {
        var code = Unescape(body);
        if (code == RecordErrorCode.None) code = _known.Recognize(_body);
        for (var i = 0; i < _decoders.Length && code == RecordErrorCode.None; i++)
        {
            var before = _current;
            _word = _plan.Steps[i].Spec.Word;
            code = _decoders[i].Decode(ref _current);
            if (code == RecordErrorCode.None && _current != before) code = CheckResult(_decoders[i]);
            if (code != RecordErrorCode.None) _fault = FaultOf(code, i, before);
        }
        if (code == RecordErrorCode.None && _last is not null)
        {
            _word = _plan.Last?.Spec.Word;
            code = _last.Decode(_current);
            if (code != RecordErrorCode.None) Describe(code);
        }
        code = ForHost(code);
        if (code == RecordErrorCode.None) Count = CountBodies();
        // Without this error, a message without a line would disappear: it has no rows.
        if (code == RecordErrorCode.None && Count == 0)
        {
            code = RecordErrorCode.BodySyntax;
            _fault = new(PayloadFaultKind.Empty);
        }
        if (code != RecordErrorCode.None) Clear();
        return code;
    }

    private int CountBodies() =>
        _last?.Count ?? (_plan.Form == PayloadForm.JsonLines ? JsonLines.Count(_current.Written) : 1);

    /// <summary>Parses one of the bodies and makes it the current one.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>, exclusive.</param>
    public RecordErrorCode Select(int index)
    {
        var text = _last?.Output ?? _current;
        var selected = _plan.Form is PayloadForm.JsonLines or PayloadForm.Documents ? _lines.Find(text.Written, index) : ..;
        Values.SelectRaw(_current, _last is null ? selected : _last.Raw(_current.Written, index));
        if (!Values.IsDocument) return RecordErrorCode.None;
        try
        {
            return Parse(text, selected);
        }
        catch (MessageMemoryException)
        {
            Values.Document.Clear();
            return TooMuch(_plan.Last?.Spec.Word ?? PayloadStepCatalog.Json.Word);
        }
    }

    private RecordErrorCode Parse(PayloadBuffer text, Range selected)
    {
        var (start, length) = selected.GetOffsetAndLength(text.Length);
        var code = Values.Document.Parse(text.Bytes, start, length);
        if (code != RecordErrorCode.None) Describe(code);
        return code;
    }

    private RecordErrorCode TooMuch(string? word)
    {
        if (word is not null)
            _fault = new(PayloadFaultKind.Step) { Step = word, Problem = "more memory than one message may take" };
        return RecordErrorCode.MessageMemory;
    }

    /// <summary>Remembers what is wrong with the document.</summary>
    private void Describe(RecordErrorCode code)
    {
        var word = _plan.Last?.Spec.Word;
        _fault = code switch
        {
            RecordErrorCode.BodySize => new(PayloadFaultKind.Size) { Most = _maxBytes, Step = word },
            RecordErrorCode.BodyDepth => new(PayloadFaultKind.Depth) { Most = _plan.MaxDepth, Problem = _last?.Problem },
            _ when _last is not null => new(PayloadFaultKind.Step) { Step = word, Problem = _last.Problem },
            RecordErrorCode.BodySyntax => new(PayloadFaultKind.Json) { Text = _current, Offset = Values.Document.ErrorOffset },
            _ => null,
        };
    }

    private PayloadFault FaultOf(RecordErrorCode code, int step, PayloadBuffer before)
    {
        var word = _plan.Steps[step].Spec.Word;
        var unwrapped = Array.Find(Values.Envelopes, static envelope => envelope.ErrorOffset >= 0);
        return code switch
        {
            RecordErrorCode.BodySize when _current != before =>
                new(PayloadFaultKind.Size) { Found = _current.Length, Most = _maxBytes, Step = word },
            RecordErrorCode.BodySize => new(PayloadFaultKind.Size) { Most = _maxBytes, Step = word },
            RecordErrorCode.BodyDepth => new(PayloadFaultKind.Depth) { Most = _plan.MaxDepth },
            RecordErrorCode.BodySyntax when unwrapped is not null =>
                new(PayloadFaultKind.Json) { Text = before, Offset = unwrapped.ErrorOffset, Step = word },
            RecordErrorCode.Compression =>
                new(PayloadFaultKind.Step) { Step = word, Problem = CompressedFormats.Problem(before.Written, word) },
            _ => new(PayloadFaultKind.Step) { Step = word },
        };
    }

    private RecordErrorCode Unescape(in SourceValue body)
    {
        if (body.Kind != ValueKind.String) return RecordErrorCode.BodySyntax;
        if (!body.Escaped)
        {
            _body.Write(body.Text);
        }
        else
        {
            if (!JsonText.TryUnescape(body.Text, _body.Reserve(body.Text.Length), out var length))
            {
                return RecordErrorCode.TextEncoding;
            }
            _body.Length = length;
        }
        if (_body.Length <= _maxBytes) return RecordErrorCode.None;
        _fault = new(PayloadFaultKind.Size) { Found = _body.Length, Most = _maxBytes };
        return RecordErrorCode.BodySize;
    }

    // A body that the mapping allows may still be too large for the function.
    private RecordErrorCode ForHost(RecordErrorCode code) =>
        code == RecordErrorCode.BodySize && _maxBytes < _plan.MaxBytes ? RecordErrorCode.MessageMemory : code;

    private RecordErrorCode CheckResult(PayloadDecoder decoder)
    {
        if (_current.Length > _maxBytes) return RecordErrorCode.BodySize;
        return decoder is UnwrapDecoder ? _known.Recognize(_current) : RecordErrorCode.None;
    }

    private void Clear()
    {
        (_current, _lines, Count, _body.Length) = (_body, default, 0, 0);
        Values.Clear(_body);
    }
}
