using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>
/// A column that is a member of a oneof with other mapped members. On the wire the last one would win silently, so a second
/// member with a value is an error.
/// </summary>
/// <param name="member">The column itself.</param>
/// <param name="oneof">Represents the oneof; the same object for all its members.</param>
/// <param name="isFirst">Whether it is the first of them to be written.</param>
internal sealed class OneofMemberColumn(ColumnCodec member, object oneof, bool isFirst) : ColumnCodec(member.Name)
{
    public override IReadOnlyList<ColumnCodec> Inner => member.Inner;

    public override ValueSource? Source => member.Source;

    public override ColumnPolicies? Policies => member.Policies;

    // The parts are wrapped one by one, and this column instead of the member itself.
    public override ColumnCodec Traced(Func<ColumnCodec, ColumnCodec> wrap) =>
        wrap(
            new OneofMemberColumn(member.Traced(c => c.Name == Name ? c : wrap(c)), oneof, isFirst)
            {
                Description = Description,
            });

    public override EncodeStatus Write(EncodeContext context, RecordWriter writer)
    {
        if (isFirst) context.SetOneofs.Remove(oneof);
        var (start, reads) = (writer.Position, context.Reads);
        var status = member.Write(context, writer);
        if (status != EncodeStatus.Ok || writer.Position == start || context.SetOneofs.Add(oneof)) return status;
        writer.Position = start;
        context.ForgetReads(reads);
        if (member is not { Source: { } source, Policies: { } policies })
            return context.Fail(RecordErrorCode.OneofConflict, Name, "");
        // A default would be a second member too.
        var policy = policies.OnError == Policy.Default ? Policy.Fail : policies.OnError;
        return ColumnPolicies.Apply(
            policy, RecordErrorCode.OneofConflict, FailedPlace.Value, Name, source, required: false, context);
    }
}
