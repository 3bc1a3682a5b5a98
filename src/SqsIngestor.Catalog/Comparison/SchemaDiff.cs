using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>The changes between two schemas of a table, and what they mean for producers that run with the old one.</summary>
public sealed class SchemaDiff
{
    private readonly List<SchemaChange> _changes = [];

    private readonly Dictionary<string, string> _oldNames;

    private SchemaDiff(CatalogTable before, CatalogTable after) =>
        (Before, After, _oldNames) = (before, after, OldNames(before, after));

    /// <summary>The old schema.</summary>
    public CatalogTable Before { get; }

    /// <summary>The new schema.</summary>
    public CatalogTable After { get; }

    /// <summary>All changes, in the order of the new columns. Removed columns come last.</summary>
    public IReadOnlyList<SchemaChange> Changes => _changes;

    /// <summary>Whether running producers break.</summary>
    public bool IsBreaking => _changes.Exists(change => change.Breaking);

    /// <summary>The deployment steps in order; empty when nothing changes.</summary>
    public IReadOnlyList<string> Steps => DeploymentSteps.Of(this);

    /// <summary>Compares two schemas.</summary>
    public static SchemaDiff Compare(CatalogTable before, CatalogTable after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var diff = new SchemaDiff(before, after);
        diff.CompareFields(Fields(before, after), Fields(after, before), "");
        return diff;
    }

    /// <summary>The old name of a column that the text of the new schema renames; null for another column.</summary>
    internal string? OldName(string column) => _oldNames.GetValueOrDefault(column);

    /// <summary>
    /// The old name of each column that the text of the new schema renames. The statements run over the columns of the old
    /// schema, so one name can come and go, and the old schema can be that after some of them.
    /// </summary>
    private static Dictionary<string, string> OldNames(CatalogTable before, CatalogTable after)
    {
        var names = before.Columns.ToDictionary(column => column.Name, column => column.Name, StringComparer.Ordinal);
        // With the same names on both sides, all of the statements have run.
        if (names.Count == after.Columns.Count && after.Columns.All(column => names.ContainsKey(column.Name))) return [];
        foreach (var rename in after.Renames)
        {
            if (!names.ContainsKey(rename.New) && names.Remove(rename.Old, out var old)) names.Add(rename.New, old);
        }
        return names.Where(pair => pair.Key != pair.Value && after.Find(pair.Key) is not null)
            .ToDictionary(StringComparer.Ordinal);
    }

    private void CompareFields(IReadOnlyList<StructField> before, IReadOnlyList<StructField> after, string prefix)
    {
        var renamed = new HashSet<string>();
        foreach (var field in prefix.Length == 0 ? after : [])
        {
            if (OldName(field.Name) is { } name && before.Any(f => f.Name == name)) renamed.Add(name);
        }

        foreach (var field in after)
        {
            if (prefix.Length == 0 && OldName(field.Name) is { } name && renamed.Contains(name))
            {
                AddRenamed(before.First(f => f.Name == name), field);
            }
            else if (before.FirstOrDefault(f => f.Name == field.Name && !renamed.Contains(f.Name)) is { } old)
            {
                CompareField(old, field, prefix + field.Name);
            }
            else
            {
                AddAdded(field, prefix + field.Name, before);
            }
        }

        foreach (var field in before.Where(old => !renamed.Contains(old.Name) && after.All(f => f.Name != old.Name)))
        {
            Add(prefix + field.Name, ChangeKind.Removed, Text(field), null, true,
                "a descriptor can only have fields that the table has: "
                    + "the service rejects running producers when they next open a stream");
        }
    }

    private void AddRenamed(StructField before, StructField after)
    {
        Add(after.Name, ChangeKind.Renamed, before.Name, after.Name, true,
            $"running producers use '{before.Name}': the service rejects them when they next open a stream");
        CompareField(before, after, after.Name);
    }

    private void AddAdded(StructField field, string path, IReadOnlyList<StructField> before)
    {
        var renamed = before.FirstOrDefault(f => f.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
        var reason = renamed is not null ? $"names are compared with case, and running producers use '{renamed.Name}'"
            : field.Nullable ? "running producers do not set it, so it is NULL"
            : "running producers do not set it, and the service rejects descriptors that lack a NOT NULL column";
        Add(path, ChangeKind.Added, null, Text(field), !field.Nullable || renamed is not null, reason);
    }

    private void CompareField(StructField before, StructField after, string path)
    {
        CompareTypes(before.Type, after.Type, path);
        if (before.Nullable != after.Nullable)
        {
            Add(path, ChangeKind.Nullability, Text(before), Text(after), before.Nullable,
                before.Nullable
                    ? "the service rejects rows of running producers that have no value"
                    : "running producers always send a value");
        }

        if (before.Comment != after.Comment)
        {
            Add(path, ChangeKind.Comment, before.Comment, after.Comment, false, "comments never reach a record");
        }
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
                var (breaking, reason) = TypeChange.Classify(before, after);
                Add(path, ChangeKind.Type, before.ToString(), after.ToString(), breaking, reason);
                break;
        }
    }

    private void Add(string path, ChangeKind kind, string? before, string? after, bool breaking, string reason) =>
        _changes.Add(new SchemaChange(path, kind, before, after, breaking, reason));

    private static string Text(StructField field) => field.Nullable ? field.Type.ToString() : $"{field.Type} NOT NULL";

    /// <summary>
    /// The columns of a table, without those that no producer can write and that the other table does not have.
    /// </summary>
    private static List<StructField> Fields(CatalogTable table, CatalogTable other)
    {
        var unwritable = CarriedColumns.Of(table).LeftOut
            .Select(left => left.Column.Name).Where(name => other.Find(name) is null).ToHashSet(StringComparer.Ordinal);
        return [.. table.Columns.Where(column => !unwritable.Contains(column.Name)).Select(TableDescriptor.Field)];
    }
}

/// <summary>A change of a column, or of a field inside it.</summary>
/// <param name="Path">The path from the column, for example <c>lines.element.sku</c>.</param>
/// <param name="Kind">What changes.</param>
/// <param name="Before">The old declaration in SQL, or the old name; null if the column is new.</param>
/// <param name="After">The new declaration in SQL, or the new name; null if the column is gone.</param>
/// <param name="Breaking">Whether producers that run with the old schema fail, or write wrong values.</param>
/// <param name="Reason">Why they do or do not.</param>
public sealed record SchemaChange(string Path, ChangeKind Kind, string? Before, string? After, bool Breaking, string Reason);

/// <summary>The kind of change of a column.</summary>
public enum ChangeKind
{
    /// <summary>Only the new schema has it.</summary>
    Added,

    /// <summary>Only the old schema has it.</summary>
    Removed,

    /// <summary>
    /// The text of the new schema renames the column: <see cref="SchemaChange.Before"/> and <see cref="SchemaChange.After"/> are
    /// its names.
    /// </summary>
    Renamed,

    /// <summary>Its type changes.</summary>
    Type,

    /// <summary>NOT NULL is added or dropped.</summary>
    Nullability,

    /// <summary>Only its comment changes.</summary>
    Comment,
}
