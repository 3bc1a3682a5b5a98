using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>The changes between two schemas of a table, and what they mean for producers that run with the old one.</summary>
public sealed class SchemaDiff
{
    private readonly List<SchemaChange> _changes = [];

    private readonly Dictionary<string, string> _oldNames;

    private readonly Dictionary<string, LeftOutColumn> _unsetBefore;

    private readonly Dictionary<string, LeftOutColumn> _unsetAfter;

    private SchemaDiff(CatalogTable before, CatalogTable after)
    {
        (Before, After) = (before, after);
        _oldNames = Match(
            [.. before.Columns.Select(column => column.Name)], [.. after.Columns.Select(column => column.Name)],
            OldNames(before, after));
        (_unsetBefore, _unsetAfter) = (LeftOut(before), LeftOut(after));
    }

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
        diff.CompareTables();
        diff.CompareFields(
            [.. before.Columns.Select(TableDescriptor.Field)], [.. after.Columns.Select(TableDescriptor.Field)], "");
        return diff;
    }

    /// <summary>The old name of a column that has another one now; null for another column.</summary>
    internal string? OldName(string column) => _oldNames.GetValueOrDefault(column) is { } old && old != column ? old : null;

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

    /// <summary>
    /// The old name of each column or field that is not new: that from which it is renamed, the same name, or the same name in
    /// another case.
    /// </summary>
    /// <param name="before">The names before.</param>
    /// <param name="after">The names after.</param>
    /// <param name="renamed">The old name of each that the text renames.</param>
    private static Dictionary<string, string> Match(
        IReadOnlyList<string> before, IReadOnlyList<string> after, Dictionary<string, string> renamed)
    {
        var (names, left) = (new Dictionary<string, string>(renamed), before.Except(renamed.Values).ToList());
        foreach (var comparison in (ReadOnlySpan<StringComparison>)[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            foreach (var name in after.Where(name => !names.ContainsKey(name)).ToList())
            {
                if (left.Find(old => old.Equals(name, comparison)) is not { } same) continue;
                left.Remove(same);
                names.Add(name, same);
            }
        }

        return names;
    }

    private void CompareFields(IReadOnlyList<StructField> before, IReadOnlyList<StructField> after, string prefix)
    {
        var names = prefix.Length == 0
            ? _oldNames
            : Match([.. before.Select(field => field.Name)], [.. after.Select(field => field.Name)], []);
        foreach (var field in after)
        {
            var path = prefix + field.Name;
            var old = names.TryGetValue(field.Name, out var name) ? before.First(f => f.Name == name) : null;
            if (old is not null && old.Name != field.Name) AddRenamed(old, field, path);
            if (prefix.Length == 0 && CompareUnset(old?.Name, field.Name)) continue;
            if (old is null)
            {
                AddAdded(field, path, names);
                continue;
            }

            CompareField(old, field, path);
            if (prefix.Length == 0) CompareFill(Before.Find(old.Name)!, After.Find(field.Name)!);
        }

        foreach (var field in before.Where(old => !names.ContainsValue(old.Name)))
        {
            if (prefix.Length == 0 && _unsetBefore.GetValueOrDefault(field.Name) is { } unset)
            {
                // A descriptor does not have such a column either, so nothing says that it is gone.
                if (!After.IsDescribed) AddUnset(ChangeKind.Removed, unset.Column, null);
                continue;
            }

            Add(prefix + field.Name, ChangeKind.Removed, Text(field), null, true,
                "a descriptor can only have fields that the table has: "
                    + "the service rejects running producers when they next open a stream");
        }
    }

    private void CompareTables()
    {
        var (was, now) = (WhyNotWritable(Before with { Name = After.Name }), WhyNotWritable(After));
        if (was == now) return;
        Add("", ChangeKind.Table, was, now, now is not null,
            now is null ? "Zerobus can write to the table now" : "Zerobus cannot write to such a table: running producers stop");
    }

    private static string? WhyNotWritable(CatalogTable table) => IngestTarget.Refusal(table)?.ToString();

    /// <summary>
    /// Compares a column that producers cannot set, because the table computes it or Zerobus does not support it.
    /// </summary>
    /// <param name="old">The name of the column before; null if it is new.</param>
    /// <param name="name">The name of the column after.</param>
    /// <returns>False if the column is to be compared as any other.</returns>
    private bool CompareUnset(string? old, string name)
    {
        var before = old is null ? null : Before.Find(old)!;
        var after = After.Find(name)!;
        var now = _unsetAfter.GetValueOrDefault(name);
        if (before is null)
        {
            if (now is null) return false;
            // A descriptor does not have what a table computes, so nothing says that it is new.
            if (now.IsUnsupported || !Before.IsDescribed) AddUnset(ChangeKind.Added, null, after);
            return true;
        }

        var wasUnset = _unsetBefore.ContainsKey(before.Name);
        if (wasUnset && now is not null)
        {
            if (before.Type != after.Type) AddUnset(ChangeKind.Type, before, after);
            else if (before.Fill != after.Fill) AddUnset(ChangeKind.Fill, before, after);
            else if (before.Nullable != after.Nullable) AddUnset(ChangeKind.Nullability, before, after);
            return true;
        }

        if (wasUnset)
        {
            Add(name, ChangeKind.Added, Text(before), Text(after), !after.Nullable,
                after.Nullable
                    ? "functions can set it now; running producers do not, so it is NULL"
                    : "running producers do not set it, and the service rejects descriptors that lack a NOT NULL column");
            return true;
        }

        if (now is not { IsUnsupported: false }) return false;
        Add(name, ChangeKind.Removed, Text(before), Text(after), true,
            "the table computes its values now: the service rejects running producers when they next open a stream");
        return true;
    }

    private void AddUnset(ChangeKind kind, Column? before, Column? after)
    {
        _changes.Add(
            new SchemaChange(
                (after ?? before)!.Name, kind, before is null ? null : Text(before), after is null ? null : Text(after), false,
                WhyUnset((after ?? before)!))
            {
                IsUnset = true,
            });
    }

    private static string WhyUnset(Column column) => column.IsGenerated
        ? "the table computes its values, so functions leave it out"
        : "Zerobus does not support it, so functions leave it out";

    private void CompareFill(Column before, Column after)
    {
        if (before.Fill == after.Fill || Before.IsDescribed || After.IsDescribed) return;
        Add(after.Name, ChangeKind.Fill, before.Fill?.ToString(), after.Fill?.ToString(), false,
            "Zerobus fills in neither DEFAULT nor IDENTITY: the column has what a mapping gives it, as before");
    }

    private void AddRenamed(StructField before, StructField after, string path)
    {
        var unset = path == after.Name ? _unsetBefore.GetValueOrDefault(before.Name) : null;
        var reason = unset is not null ? WhyUnset(unset.Column)
            : before.Name.Equals(after.Name, StringComparison.OrdinalIgnoreCase)
                ? $"names are compared with case, and running producers use '{before.Name}'"
                : $"running producers use '{before.Name}': the service rejects them when they next open a stream";
        _changes.Add(
            new SchemaChange(path, ChangeKind.Renamed, before.Name, after.Name, unset is null, reason)
            {
                IsUnset = unset is not null,
            });
    }

    /// <param name="field">The new field.</param>
    /// <param name="path">Its path.</param>
    /// <param name="names">The old names of the fields around it that are not new.</param>
    private void AddAdded(StructField field, string path, Dictionary<string, string> names)
    {
        var taken = names.FirstOrDefault(pair => pair.Value.Equals(field.Name, StringComparison.OrdinalIgnoreCase)).Key;
        var reason = taken is not null ? $"running producers write the values of '{taken}' under this name"
            : field.Nullable ? "running producers do not set it, so it is NULL"
            : "running producers do not set it, and the service rejects descriptors that lack a NOT NULL column";
        Add(path, ChangeKind.Added, null, Text(field), !field.Nullable || taken is not null, reason);
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

    private static string Text(Column column) =>
        Text(TableDescriptor.Field(column)) + (column.Fill is { } fill ? $" {fill}" : "");

    private static Dictionary<string, LeftOutColumn> LeftOut(CatalogTable table) =>
        CarriedColumns.Of(table).LeftOut.ToDictionary(left => left.Column.Name, StringComparer.Ordinal);

    private static string Text(StructField field) => field.Nullable ? field.Type.ToString() : $"{field.Type} NOT NULL";
}
