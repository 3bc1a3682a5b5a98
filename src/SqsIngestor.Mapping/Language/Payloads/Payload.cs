using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Protobuf;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>
/// The payload of the current message: its steps, and the bodies that they give. One per encoder, with buffers that are
/// reused. The library's inflater is made anew for each compressed payload; nothing else allocates in the steady state.
/// </summary>
internal sealed class Payload
{
    private readonly PayloadPlan _plan;
    private readonly PayloadDocument _document;
    private readonly PayloadDocument _sns;
    private readonly PayloadDocument _eventBridge;
    private readonly PayloadDecoder[] _decoders;
    private readonly KnownMessages _known = new();
    private readonly PayloadBuffer _body = new();
    private readonly ProtobufJsonWriter? _protobuf;

    private PayloadBuffer _current;
    private JsonLines _lines;
    private Range _selected;

    public Payload(PayloadPlan plan)
    {
        _plan = plan;
        _current = _body;
        _document = new(plan.Body, plan.MaxDepth);
        _sns = new(plan.Sns, plan.MaxDepth);
        _eventBridge = new(plan.EventBridge, plan.MaxDepth);
        _decoders = [.. plan.Steps.Select(CreateDecoder)];
        _protobuf = plan.Message is null ? null : new(plan.Message, plan.MaxBytes, plan.MaxDepth);
    }

    /// <summary>How many bodies the message has: the lines of ndjson, else 1; 0 after an error.</summary>
    public int Count { get; private set; }

    /// <summary><c>$.raw</c>: what the last step reads, of ndjson the line.</summary>
    public SourceValue Raw => _plan.RawIsBytes ? SourceValue.FromBytes(_current.Written[_selected]) : SourceValue.FromText(_current.Written[_selected]);

    /// <summary>A place below <c>$.body</c> of the body that is selected.</summary>
    public SourceValue Body(int slot) =>
        _plan.Form is not (PayloadForm.Text or PayloadForm.Bytes) ? _document.Value(slot) : slot == _plan.Body.Slot ? Raw : SourceValue.Missing;

    /// <summary>A place below <c>$.envelope</c>; nothing where no such envelope was taken off.</summary>
    public SourceValue Envelope(EnvelopeKind kind, int slot) => kind == EnvelopeKind.Sns ? _sns.Value(slot) : _eventBridge.Value(slot);

    /// <summary>Takes the message's body through all steps but the last.</summary>
    public RecordErrorCode Load(SourceMessage message) => Load(message.Value(MessageSlots.Body));

    /// <inheritdoc cref="Load(SourceMessage)"/>
    public RecordErrorCode Load(SourceValue body)
    {
        Clear();
        var code = Unescape(body);
        if (code == RecordErrorCode.None) code = _known.Recognise(_body);
        for (var i = 0; i < _decoders.Length && code == RecordErrorCode.None; i++)
        {
            var before = _current;
            code = _decoders[i].Decode(ref _current);
            if (code == RecordErrorCode.None && _current != before) code = CheckResult(_decoders[i]);
        }
        if (code == RecordErrorCode.None) Count = _plan.Form == PayloadForm.JsonLines ? JsonLines.Count(_current.Written) : 1;
        // A payload without a line would leave no trace of the message.
        if (code == RecordErrorCode.None && Count == 0) code = RecordErrorCode.BodySyntax;
        if (code != RecordErrorCode.None) Clear();
        return code;
    }

    /// <summary>Makes one of the bodies the current one: reads it as the last step says.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>, exclusive.</param>
    public RecordErrorCode Select(int index)
    {
        _selected = _plan.Form == PayloadForm.JsonLines ? _lines.Find(_current.Written, index) : ..;
        if (_plan.Form is PayloadForm.Text or PayloadForm.Bytes) return RecordErrorCode.None;
        if (_protobuf is not null)
        {
            _document.Clear();
            var code = _protobuf.Write(_current.Written);
            return code != RecordErrorCode.None ? code : _document.Parse(_protobuf.Output.Bytes, 0, _protobuf.Output.Length);
        }
        var (start, length) = _selected.GetOffsetAndLength(_current.Length);
        return _document.Parse(_current.Bytes, start, length);
    }

    private RecordErrorCode Unescape(SourceValue body)
    {
        if (body.Kind != ValueKind.String) return RecordErrorCode.BodySyntax;
        if (!body.Escaped)
        {
            _body.Write(body.Text);
        }
        else
        {
            if (!JsonText.TryUnescape(body.Text, _body.Reserve(body.Text.Length), out var length)) return RecordErrorCode.TextEncoding;
            _body.Length = length;
        }
        return _body.Length > _plan.MaxBytes ? RecordErrorCode.BodySize : RecordErrorCode.None;
    }

    private RecordErrorCode CheckResult(PayloadDecoder decoder)
    {
        if (_current.Length > _plan.MaxBytes) return RecordErrorCode.BodySize;
        return decoder is SnsDecoder or EventBridgeDecoder ? _known.Recognise(_current) : RecordErrorCode.None;
    }

    private void Clear()
    {
        _document.Clear();
        _sns.Clear();
        _eventBridge.Clear();
        (_current, _lines, _selected, Count, _body.Length) = (_body, default, .., 0, 0);
    }

    private PayloadDecoder CreateDecoder(PayloadStep step) => step.Kind switch
    {
        PayloadStepKind.Base64 => new Base64Decoder(isUrl: false),
        PayloadStepKind.Base64Url => new Base64Decoder(isUrl: true),
        PayloadStepKind.Gzip or PayloadStepKind.Deflate or PayloadStepKind.Zlib => new InflateDecoder(step.Kind, step.Auto, _plan.MaxBytes),
        PayloadStepKind.Brotli => new BrotliPayloadDecoder(_plan.MaxBytes),
        PayloadStepKind.UnwrapSns => new SnsDecoder(_sns, step.Auto),
        PayloadStepKind.UnwrapEventBridge => new EventBridgeDecoder(_eventBridge, step.Auto),
        _ => new TextDecoder(),
    };
}
