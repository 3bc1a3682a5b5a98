using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Records.Values;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>A MAP column from the members of an object, each bound to <c>$.key</c> and <c>$.value</c>.</summary>
/// <param name="name">With dots into nested fields.</param>
/// <param name="tag">Of the map field.</param>
/// <param name="source">The object.</param>
/// <param name="scope">What the members are bound to.</param>
/// <param name="key">The entry's key; its own policies do not apply, a key must be there.</param>
/// <param name="value">The entry's value.</param>
/// <param name="policies">What happens without a usable object.</param>
/// <param name="nullItems">What happens to a value that is null, or has been left unset.</param>
internal sealed class EntriesColumn(
    string name, uint tag, ValueSource source, int scope, ColumnCodec key, ColumnCodec value, ColumnPolicies policies,
        NullItems nullItems)
    : ColumnCodec(name)
{
    public override IReadOnlyList<ColumnCodec> Inner => [key, value];

    public override ValueSource? Source => source;

    public override ColumnPolicies Policies => policies;

    public override ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) =>
        wrap(
            new EntriesColumn(Name, tag, source, scope, key.Traced(wrap), value.Traced(wrap), policies, nullItems)
            {
                Description = Description,
            });

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        var members = source.Read(context);
        if (members.Kind != ValueKind.Object) return policies.WithoutContainer(members.Kind, Name, source, context);
        var tape = members.Tape!;
        var index = 0;
        for (int member = members.Node + 1, end = tape[members.Node].End; member < end; member = tape[member + 1].End)
        {
            context.Scope(scope).Bind(tape, member + 1, member, index++);
            var start = writer.Position;
            writer.WriteVarint(tag);
            var mark = writer.BeginLength();
            var status = key.Write(context, writer);
            var keyEnd = writer.Position;
            if (status == EncodeStatus.Ok && tape[member + 1].Kind != JsonKind.Null) status = value.Write(context, writer);
            if (status != EncodeStatus.Ok) return status;
            if (writer.Position == keyEnd && nullItems == NullItems.Fail)
            {
                return context.FailBelow(RecordErrorCode.NullItem, Name, source, index - 1);
            }
            // An entry without a value reads as one with its type's default.
            if (writer.Position == keyEnd && nullItems == NullItems.Drop) writer.Position = start;
            else writer.EndLength(mark);
        }
        return EncodeStatus.Ok;
    }
}
