using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>A STRUCT column whose fields are mapped one by one.</summary>
/// <param name="name">The name, with dots into nested fields.</param>
/// <param name="tag">Tag of the message field, or of the start of its group.</param>
/// <param name="endTag">Tag of the end of its group; 0 for a message with a length.</param>
/// <param name="presence">What makes the STRUCT NULL; null for a STRUCT that is always written.</param>
/// <param name="fields">In field-number order.</param>
/// <param name="required">The field is <c>required</c>.</param>
/// <param name="tracking">What it remembers of what it reads.</param>
internal sealed class StructColumn(
    string name, uint tag, uint endTag, StructPresence? presence, ColumnCodec[] fields, bool required, ReadTracking tracking)
    : ColumnCodec(name)
{
    public override IReadOnlyList<ColumnCodec> Inner => fields;

    public override ValueSource? Source => presence?.Source;

    public override ColumnPolicies? Policies => presence?.Policies;

    public override ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) =>
        wrap(
            new StructColumn(Name, tag, endTag, presence, [.. fields.Select(f => f.Traced(wrap))], required, tracking)
            {
                Description = Description,
            });

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        var (tape, node) = ((JsonTape?)null, 0);
        if (presence is not null)
        {
            var value = presence.Source.Read(context);
            if (value.Kind == ValueKind.Missing)
                return presence.Policies.WithoutValue(Name, presence.Source, required, context);
            if (value.Kind == ValueKind.Null)
                return Refuse(presence.Policies.OnNull, RecordErrorCode.Null, presence, context);
            if (value.Kind == ValueKind.Error)
                return Refuse(presence.Policies.OnError, value.ErrorCode, presence, context);
            if (!presence.Shape.Takes(value.Kind))
                return Refuse(presence.Policies.OnError, RecordErrorCode.WrongType, presence, context);
            if (value.Kind == ValueKind.Object && presence.Shape != ContainerShape.Any) (tape, node) = (value.Tape, value.Node);
        }
        writer.WriteVarint(tag);
        var mark = endTag == 0 ? writer.BeginLength() : 0;
        foreach (var field in fields)
        {
            var status = field.Write(context, writer);
            if (status == EncodeStatus.Ok || (status == EncodeStatus.Failed && context.GoesOn())) continue;
            return status;
        }
        if (endTag == 0) writer.EndLength(mark);
        else writer.WriteVarint(endTag);
        // The row has an empty STRUCT, which is all that an empty object says.
        if (tracking == ReadTracking.Parts && tape?.IsEmpty(node) == true) tape.MarkRead(node);
        return EncodeStatus.Ok;
    }

    private EncodeStatus Refuse(Policy policy, RecordErrorCode code, StructPresence presence, EncodeContext context) =>
        ColumnPolicies.Apply(policy, code, FailedPlace.Presence, Name, presence.Source, required, context);
}

/// <summary><c>from</c> of a STRUCT whose fields are mapped one by one: without a value there, it is NULL.</summary>
/// <param name="Source">The value.</param>
/// <param name="Shape">What it must be, because fields read below it.</param>
/// <param name="Policies">The policies for no value, and for a value of another kind.</param>
internal sealed record StructPresence(ValueSource Source, ContainerShape Shape, ColumnPolicies Policies);
