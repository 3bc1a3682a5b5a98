using SqsIngestor.Mapping.Sources;
using SqsIngestor.Mapping.Sources.Readers;

namespace SqsIngestor.Mapping.Records.Columns;

/// <summary>A MAP column from the members of an object, each bound to <c>$.key</c> and <c>$.value</c>.</summary>
/// <param name="name">With dots into nested fields.</param>
/// <param name="tag">Of the map field.</param>
/// <param name="source">The object.</param>
/// <param name="scope">What the members are bound to.</param>
/// <param name="key">The entry's key; its own policies do not apply, a key must be there.</param>
/// <param name="value">The entry's value.</param>
/// <param name="policies">What happens without a usable object.</param>
internal sealed class EntriesColumn(
    string name, uint tag, ValueSource source, int scope, ColumnCodec key, ColumnCodec value, ColumnPolicies policies) : ColumnCodec(name)
{
    public override IReadOnlyList<ColumnCodec> Inner => [key, value];

    public override ValueSource? Source => source;

    public override ColumnPolicies Policies => policies;

    public override ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) =>
        wrap(new EntriesColumn(Name, tag, source, scope, key.Traced(wrap), value.Traced(wrap), policies) { Description = Description });

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        var members = source.Read(context);
        if (members.Kind != ValueKind.Object) return policies.WithoutContainer(members.Kind, Name, source, context);
        var tape = members.Tape!;
        var index = 0;
        for (int member = members.Node + 1, end = tape[members.Node].End; member < end; member = tape[member + 1].End)
        {
            context.Scope(scope).Bind(tape, member + 1, member, index++);
            writer.WriteVarint(tag);
            var mark = writer.BeginLength();
            var status = key.Write(context, writer);
            if (status == EncodeStatus.Ok) status = value.Write(context, writer);
            if (status != EncodeStatus.Ok) return status;
            writer.EndLength(mark);
        }
        return EncodeStatus.Ok;
    }
}
