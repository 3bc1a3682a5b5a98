using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>A column from one value.</summary>
/// <param name="name">The name, with dots into nested fields.</param>
/// <param name="source">Reads the value.</param>
/// <param name="codec">Writes it.</param>
/// <param name="required">The field is <c>required</c>: a row needs it.</param>
/// <param name="policies">The policies for a value that is not usable.</param>
/// <param name="defaultField">The field with the default value, tag included; empty for none.</param>
/// <param name="tracking">What it remembers of what it reads.</param>
internal sealed class SourceColumn(
    string name, ValueSource source, ValueCodec codec, bool required, ColumnPolicies policies,
    byte[] defaultField, ReadTracking tracking) : ColumnCodec(name)
{
    // The most common column: a text of the message to a string. It needs no intermediate value.
    private readonly int _textSlot =
        tracking == ReadTracking.None && source is MessageSource message && codec is StringValueCodec ? message.Slot : -1;
    private readonly uint _textTag = codec is StringValueCodec text ? text.Tag : 0;

    // What comes from a transform or an expression is not a value of the message.
    private readonly bool _marksParts =
        tracking == ReadTracking.Parts && codec.HasParts && source is not (TransformSource or ExpressionSource);

    public override ValueSource Source => source;

    public override ColumnPolicies Policies => policies;

    public override bool TakesNull => codec.TakesNull;

    /// <summary>The same column with other policies.</summary>
    public SourceColumn With(ColumnPolicies others) =>
        new(Name, source, codec, required, others, defaultField, tracking) { Description = Description };

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        if (_textSlot >= 0 && writer.TryWriteTextField(context.Message.Tape, context.Message.Node(_textSlot), _textTag))
        {
            return EncodeStatus.Ok;
        }
        var value = source.Read(context);
        if (value.Kind == ValueKind.Missing || (value.Kind == ValueKind.Null && !codec.TakesNull))
        {
            if (ColumnPolicies.IsBlocked(source, context)) return policies.Blocked(Name, source, required, context);
            return value.Kind == ValueKind.Missing
                ? Apply(policies.OnMissing, RecordErrorCode.Missing, context, writer)
                : Apply(policies.OnNull, RecordErrorCode.Null, context, writer);
        }
        if (value.Kind == ValueKind.Error) return Apply(policies.OnError, value.ErrorCode, context, writer);
        var start = writer.Position;
        var code = codec.TryWrite(value, context, writer);
        if (code == RecordErrorCode.None)
        {
            if (tracking != ReadTracking.None) MarkRead(value, context);
            return EncodeStatus.Ok;
        }
        writer.Position = start;
        return Apply(policies.OnError, code, context, writer);
    }

    private void MarkRead(in SourceValue value, EncodeContext context)
    {
        if (_marksParts) codec.MarkRead(value);
        else if (tracking == ReadTracking.Parts && source is TransformSource transformed)
            transformed.MarkRead(isWhole: HoldsAll(value, context), context);
        else source.MarkRead(context);
    }

    /// <summary>Whether the row has all of what the transforms give.</summary>
    private bool HoldsAll(in SourceValue value, EncodeContext context)
    {
        if (!codec.HasParts) return true;
        var results = context.Scratch.Tape;
        if (value.Tape != results) return false;
        results.ForgetReads();
        codec.MarkRead(value);
        return results.IsReadWhole(value.Node);
    }

    private EncodeStatus Apply(Policy policy, RecordErrorCode code, EncodeContext context, RecordWriter writer)
    {
        var status = ColumnPolicies.Apply(policy, code, FailedPlace.Value, Name, source, required, context);
        if (status == EncodeStatus.Ok && policy == Policy.Default) writer.WriteRaw(defaultField);
        return status;
    }
}
