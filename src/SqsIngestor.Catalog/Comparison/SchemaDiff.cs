using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>What changes between two schemas of a table, judged for producers that run with the old one.</summary>
public sealed class SchemaDiff
{
    private readonly List<SchemaChange> _changes = [];

    private SchemaDiff(CatalogTable before, CatalogTable after) => (Before, After) = (before, after);

    /// <summary>The old schema.</summary>
    public CatalogTable Before { get; }

    /// <summary>The new schema.</summary>
    public CatalogTable After { get; }

    /// <summary>All changes, in the order of the new columns; what was removed comes last.</summary>
    public IReadOnlyList<SchemaChange> Changes => _changes;

    /// <summary>Whether running producers do not survive.</summary>
    public bool IsBreaking => _changes.Exists(change => change.Breaking);

    /// <summary>What to do in which order; empty when nothing changes.</summary>
    public IReadOnlyList<string> Steps => DeploymentSteps.Of(this);

    /// <summary>Compares two schemas.</summary>
    public static SchemaDiff Compare(CatalogTable before, CatalogTable after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var diff = new SchemaDiff(before, after);
        diff.CompareFields([.. before.Columns.Select(Field)], [.. after.Columns.Select(Field)], "");
        return diff;
    }

    private void CompareFields(IReadOnlyList<StructField> before, IReadOnlyList<StructField> after, string prefix)
    {
        foreach (var field in after)
        {
            if (before.FirstOrDefault(f => f.Name == field.Name) is { } old) CompareField(old, field, prefix + field.Name);
            else AddAdded(field, prefix + field.Name, before);
        }

        foreach (var field in before.Where(old => after.All(f => f.Name != old.Name)))
        {
            Add(prefix + field.Name, ChangeKind.Removed, Text(field), null, true,
                "a descriptor may hold nothing that the table lacks: streams of running producers are refused when they open next");
        }
    }

    private void AddAdded(StructField field, string path, IReadOnlyList<StructField> before)
    {
        var renamed = before.FirstOrDefault(f => f.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
        var reason = renamed is not null ? $"names are compared exactly, and running producers know '{renamed.Name}'"
            : field.Nullable ? "running producers leave it out, and it becomes NULL"
            : "running producers don't know it, and the service refuses descriptors without a NOT NULL column";
        Add(path, ChangeKind.Added, null, Text(field), !field.Nullable || renamed is not null, reason);
    }

    private void CompareField(StructField before, StructField after, string path)
    {
        CompareTypes(before.Type, after.Type, path);
        if (before.Nullable != after.Nullable)
        {
            Add(path, ChangeKind.Nullability, Text(before), Text(after), before.Nullable,
                before.Nullable ? "rows of running producers without a value are refused" : "running producers always send a value");
        }

        if (before.Comment != after.Comment) Add(path, ChangeKind.Comment, before.Comment, after.Comment, false, "comments never reach a record");
    }

    private void CompareTypes(DeltaType before, DeltaType after, string path)
    {
        switch (before, after)
        {
            case (StructType a, StructType b):
                CompareFields(a.Fields, b.Fields, $"{path}.");
                break;
            case (ArrayType a, ArrayType b):
                CompareTypes(a.Element, b.Element, $"{path}.element");
                break;
            case (MapType a, MapType b):
                CompareTypes(a.Key, b.Key, $"{path}.key");
                CompareTypes(a.Value, b.Value, $"{path}.value");
                break;
            default:
                (before, after) = (TypeWithoutComments.Of(before), TypeWithoutComments.Of(after));
                if (before.Equals(after)) break;
                var (breaking, reason) = TypeChange.Judge(before, after);
                Add(path, ChangeKind.Type, before.ToString(), after.ToString(), breaking, reason);
                break;
        }
    }

    private void Add(string path, ChangeKind kind, string? before, string? after, bool breaking, string reason) =>
        _changes.Add(new SchemaChange(path, kind, before, after, breaking, reason));

    private static string Text(StructField field) => field.Nullable ? field.Type.ToString() : $"{field.Type} NOT NULL";

    private static StructField Field(Column column) => new(column.Name, column.Type) { Nullable = column.Nullable, Comment = column.Comment };
}
