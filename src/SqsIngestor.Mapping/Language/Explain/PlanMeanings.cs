using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Quarantine;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Language.Types;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>
/// The meanings of the fields of a table: what the table says of them, otherwise the <c>as</c> of the mapping's columns.
/// </summary>
internal static class PlanMeanings
{
    public static FieldMeanings Of(MappingPlan plan, TargetTable target)
    {
        var meanings = new FieldMeanings();
        foreach (var table in plan.Tables.Where(t => plan.Targets[t.Target] == target))
        {
            foreach (var field in table.Message.Fields.InFieldNumberOrder()) Add(meanings, field, table.Types, []);
            foreach (var column in table.Columns.Append(table.Rescued).OfType<ColumnCodec>()) Add(meanings, column);
        }
        if (plan.Quarantine is { } quarantine && plan.Targets[quarantine.Target] == target)
        {
            meanings.GetOrAdd(QuarantineTable.TimeField).Own = MeaningCatalog.MeaningOf(MeaningCatalog.Timestamp.Word);
        }
        return meanings;
    }

    /// <summary>The meanings of a field that one column fills, and of those below it.</summary>
    /// <param name="column">The column.</param>
    /// <param name="field">Its field.</param>
    /// <param name="types">What the table says.</param>
    public static FieldMeanings? Of(ColumnCodec column, FieldDescriptor field, FieldTypes types)
    {
        var meanings = new FieldMeanings();
        Add(meanings, field, types, []);
        Add(meanings, column);
        return meanings.Below(field);
    }

    /// <summary>Adds what the table says of a field and of those below it.</summary>
    private static void Add(FieldMeanings meanings, FieldDescriptor field, FieldTypes types, HashSet<FieldDescriptor> around)
    {
        // The types of a table are finite, but its message can contain itself.
        if (types.Of(field) is not { } type || !around.Add(field)) return;
        var meaning = meanings.GetOrAdd(field.FieldNumber);
        // What is said of a MAP is said of its values.
        if (!field.IsMap) meaning.Own ??= MeaningOf(type.As);
        if (field.FieldType is FieldType.Message or FieldType.Group)
        {
            foreach (var part in field.MessageType.Fields.InFieldNumberOrder()) Add(meaning, part, types, around);
        }
        around.Remove(field);
    }

    private static void Add(FieldMeanings meanings, ColumnCodec column)
    {
        if (column.Description is not { } description) return;
        var field = meanings.GetOrAdd(description.Field.FieldNumber);
        // The options of a MAP with one source are those of its values.
        var single = description.Field.IsMap ? field.GetOrAdd(FieldMeanings.ValueField) : field;
        single.Own ??= MeaningOf(description.As);
        single.HasBounds |= description.Body.Options is { NotBefore: not null } or { NotAfter: not null };
        // An element of each: fills the same field again; columns below a STRUCT or a MAP fill separate fields.
        foreach (var inner in column.Inner) Add(inner.Description?.Field == description.Field ? meanings : field, inner);
    }

    private static FieldMeaning? MeaningOf(string? meaning) => meaning is null ? null : MeaningCatalog.MeaningOf(meaning);
}
