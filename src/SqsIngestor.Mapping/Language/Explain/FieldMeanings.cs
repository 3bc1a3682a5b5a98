using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Tables;

namespace SqsIngestor.Mapping.Language.Explain;

/// <summary>What the mapping's <c>as</c> says of the fields of a message, and of those below them.</summary>
internal sealed class FieldMeanings
{
    private readonly Dictionary<int, FieldMeanings> _fields = [];

    /// <summary>For example <c>timestamp</c>; null for a field that means what its type says.</summary>
    public string? As { get; private set; }

    public static FieldMeanings Of(MappingPlan plan, TargetTable target)
    {
        var meanings = Of(plan.Tables.Where(t => plan.Targets[t.Target] == target).SelectMany(t => t.Columns.Append(t.Rescued).OfType<ColumnCodec>()));
        if (plan.Quarantine is { } quarantine && plan.Targets[quarantine.Target] == target) meanings._fields[QuarantineTable.TimeField] = new() { As = "timestamp" };
        return meanings;
    }

    public static FieldMeanings Of(IEnumerable<ColumnCodec> columns)
    {
        var meanings = new FieldMeanings();
        foreach (var column in columns) meanings.Add(column);
        return meanings;
    }

    public FieldMeanings? Below(FieldDescriptor field) => _fields.GetValueOrDefault(field.FieldNumber);

    private void Add(ColumnCodec column)
    {
        if (column.Description is not { } description) return;
        if (!_fields.TryGetValue(description.Field.FieldNumber, out var field)) _fields[description.Field.FieldNumber] = field = new();
        field.As ??= description.As;
        // An element of each: fills the same field once more; what is below a STRUCT or a MAP fills fields of its own.
        foreach (var inner in column.Inner) (inner.Description?.Field == description.Field ? this : field).Add(inner);
    }
}
