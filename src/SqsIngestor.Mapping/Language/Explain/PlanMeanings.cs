using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Quarantine;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>The meanings that the <c>as</c> of a mapping's columns gives to the fields of their table.</summary>
internal static class PlanMeanings
{
    public static FieldMeanings Of(MappingPlan plan, TargetTable target)
    {
        var meanings = Of(
            plan.Tables.Where(t => plan.Targets[t.Target] == target)
            .SelectMany(t => t.Columns.Append(t.Rescued).OfType<ColumnCodec>()));
        if (plan.Quarantine is { } quarantine && plan.Targets[quarantine.Target] == target)
        {
            meanings.GetOrAdd(QuarantineTable.TimeField).As = "timestamp";
        }
        return meanings;
    }

    public static FieldMeanings Of(IEnumerable<ColumnCodec> columns)
    {
        var meanings = new FieldMeanings();
        foreach (var column in columns) Add(meanings, column);
        return meanings;
    }

    private static void Add(FieldMeanings meanings, ColumnCodec column)
    {
        if (column.Description is not { } description) return;
        var field = meanings.GetOrAdd(description.Field.FieldNumber);
        field.As ??= description.As;
        field.HasBounds |= description.Body.Options is { NotBefore: not null } or { NotAfter: not null };
        // An element of each: fills the same field again; columns below a STRUCT or a MAP fill separate fields.
        foreach (var inner in column.Inner) Add(inner.Description?.Field == description.Field ? meanings : field, inner);
    }
}
