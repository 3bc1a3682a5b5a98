using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Columns;

/// <summary>Makes the mapped members of each oneof of a message detect each other.</summary>
internal sealed class OneofCompiler(DiagnosticBag diagnostics)
{
    /// <param name="columns">The columns of one message, in the order in which they are written.</param>
    /// <param name="written">The same columns as written in the file, by name.</param>
    public void Guard(List<ColumnCodec> columns, Dictionary<string, ColumnSyntax> written)
    {
        var oneofs = columns.Where(c => c.Description?.Field.RealContainingOneof is not null)
            .GroupBy(c => c.Description!.Field.RealContainingOneof).Where(g => g.Count() > 1).ToList();
        foreach (var members in oneofs)
        {
            // One object for each place, because the same message type may be mapped in several.
            var (oneof, first) = (new object(), members.First());
            foreach (var member in members)
            {
                var name = member.Description!.Field.Name;
                if (IsAlwaysSet(member.Description.Body))
                {
                    var others = string.Join(", ", members.Where(m => m != member).Select(m => $"'{m.Description!.Field.Name}'"));
                    diagnostics.Add(
                        DiagnosticCodes.OneofAlwaysSet, written[name].Name.Position,
                        $"'{name}' is always set, so {others} in the same oneof '{members.Key.Name}' can never be set",
                        "remove the others, or give this one a source that can be missing");
                }
                columns[columns.IndexOf(member)] = new OneofMemberColumn(member, oneof, member == first)
                {
                    Description = member.Description,
                };
            }
        }
    }

    /// <summary>The column is in every row, whatever the message contains.</summary>
    private static bool IsAlwaysSet(ColumnBody body) =>
        body.Source is ConstSourceSyntax or FieldsSourceSyntax { Presence: null } or RescuedSourceSyntax
        || body.Options.Policies is { Default: not null, OnMissing: null, OnNull: null };
}
