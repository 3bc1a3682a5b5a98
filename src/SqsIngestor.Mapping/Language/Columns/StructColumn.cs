using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>A STRUCT column whose fields are mapped one by one.</summary>
/// <param name="name">The name, with dots into nested fields.</param>
/// <param name="tag">Tag of the message field, or of the start of its group.</param>
/// <param name="endTag">Tag of the end of its group; 0 for a message with a length.</param>
/// <param name="presence">The STRUCT is NULL when this is missing or null; null for a STRUCT that is always written.</param>
/// <param name="fields">In field-number order.</param>
/// <param name="required">The field is <c>required</c>.</param>
internal sealed class StructColumn(
    string name, uint tag, uint endTag, ValueSource? presence, ColumnCodec[] fields, bool required) : ColumnCodec(name)
{
    public override IReadOnlyList<ColumnCodec> Inner => fields;

    public override ValueSource? Source => presence;

    public override ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) =>
        wrap(
            new StructColumn(Name, tag, endTag, presence, [.. fields.Select(f => f.Traced(wrap))], required)
            {
                Description = Description,
            });

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        if (presence?.Read(context).Kind is ValueKind.Missing or ValueKind.Null)
        {
            return required ? context.Fail(RecordErrorCode.Missing, Name, presence.PointerIn(context)) : EncodeStatus.Ok;
        }
        writer.WriteVarint(tag);
        var mark = endTag == 0 ? writer.BeginLength() : 0;
        foreach (var field in fields)
        {
            var status = field.Write(context, writer);
            if (status != EncodeStatus.Ok) return status;
        }
        if (endTag == 0) writer.EndLength(mark);
        else writer.WriteVarint(endTag);
        return EncodeStatus.Ok;
    }
}
