using System.Diagnostics;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>The deployment order of a change: additions to the table come first, removals last.</summary>
internal sealed class DeploymentSteps
{
    private readonly SchemaDiff _diff;
    private readonly string _table;
    private readonly List<string> _first = [];
    private readonly List<string> _last = [];
    private readonly List<string> _added = [];
    private readonly List<string> _removed = [];
    private readonly List<string> _apart = [];
    private readonly List<string> _copies = [];
    private readonly List<string> _fills = [];
    private readonly List<string> _anytime = [];
    private readonly List<string> _alone = [];
    private readonly HashSet<string> _enabled = [];

    private DeploymentSteps(SchemaDiff diff)
    {
        _diff = diff;
        _table = CreateTableText.FullName(diff.After.Name);
        foreach (var change in InOrder(diff.Changes)) Add(change);
    }

    /// <summary>A column gets a name only after the column that had it has another one.</summary>
    private static IEnumerable<SchemaChange> InOrder(IReadOnlyList<SchemaChange> changes)
    {
        var left = changes.Where(change => change.Kind == ChangeKind.Renamed).ToList();
        while (left.Count > 0)
        {
            var next = left.Find(rename => left.TrueForAll(other => other.Before != rename.After)) ?? left[0];
            left.Remove(next);
            yield return next;
        }
        foreach (var change in changes.Where(change => change.Kind != ChangeKind.Renamed)) yield return change;
    }

    public static IReadOnlyList<string> Of(SchemaDiff diff)
    {
        var order = new DeploymentSteps(diff);
        var steps = new List<string>();
        if (order._first.Count > 0) steps.Add($"Change the table: {string.Join(' ', order._first)}");
        steps.AddRange(order._apart);
        if (steps.Count > 0 || order._last.Count > 0 || order._added.Count > 0 || order._removed.Count > 0)
        {
            steps.Add($"Deploy the descriptor and the mapping{List(" with ", order._added)}{List(" without ", order._removed)}.");
        }

        steps.AddRange(order._copies);
        const string Stopped = "After the last producer with the old descriptor has stopped, ";
        if (order._fills.Count > 0)
        {
            steps.Add(
                $"{Stopped}fill the rows that have no value: {string.Join(' ', order._fills)} "
                    + "SET NOT NULL fails while one has none.");
        }

        if (order._last.Count > 0)
        {
            steps.Add($"{(order._fills.Count > 0 ? "Change" : $"{Stopped}change")} the table: {string.Join(' ', order._last)}");
        }

        if (order._anytime.Count > 0) steps.Add($"At any time, change the table: {string.Join(' ', order._anytime)}");
        steps.AddRange(order._alone);
        return steps;
    }

    private void Add(SchemaChange change)
    {
        var column = string.Join('.', change.Path.Split('.').Select(SqlText.Name));
        switch (change.Kind)
        {
            case ChangeKind.Table:
                if (change.After is { } problem) _alone.Add($"Do not change the table itself: {problem}");
                break;
            case ChangeKind.Added or ChangeKind.Removed or ChangeKind.Type or ChangeKind.Nullability when change.IsUnset:
                AddUnset(change);
                break;
            case ChangeKind.Fill:
                ChangeFill(change, column);
                break;
            case ChangeKind.Added when change.Before is not null:
                _added.Add(change.Path);
                _apart.Add(Recreate(change.Path, change.After!));
                break;
            case ChangeKind.Removed when change.After is not null:
                _removed.Add(change.Path);
                _apart.Add(Recreate(change.Path, change.After));
                break;
            case ChangeKind.Renamed:
                _apart.Add(Rename(change.Before!, change.After!));
                break;
            case ChangeKind.Added when Twin(change, ChangeKind.Removed) is { } old:
                _apart.Add(Rename(old.Path, change.Path));
                break;
            case ChangeKind.Added:
                _added.Add(change.Path);
                AddColumn(change, column);
                break;
            case ChangeKind.Removed when Twin(change, ChangeKind.Added) is null:
                _removed.Add(change.Path);
                if (change.Before!.EndsWith(" NOT NULL", StringComparison.Ordinal)) _first.Add(DropNotNull(column));
                AddCopy(change, column);
                _last.Add($"ALTER TABLE {_table} DROP COLUMN {column};");
                break;
            case ChangeKind.Type when change.Breaking:
                _apart.Add(
                    $"Add {change.Path} as {change.After} under another name, next to the old column: "
                        + "a change in place breaks running producers in any order of steps.");
                break;
            case ChangeKind.Type:
                if (!IsText(change.After!)) Enable("delta.enableTypeWidening", "true", statement => Now(change, statement));
                Now(change, $"ALTER TABLE {_table} ALTER COLUMN {column} TYPE {change.After};");
                break;
            case ChangeKind.Nullability when change.Breaking:
                SetNotNull(change.Path, column);
                break;
            case ChangeKind.Nullability:
                Now(change, DropNotNull(column));
                break;
            // The addition of the same name in another case is a rename, and a comment changes nothing for producers.
            case ChangeKind.Removed or ChangeKind.Comment:
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>A statement to run first; of a column that is renamed, after the rename.</summary>
    private void Now(SchemaChange change, string statement)
    {
        if (_diff.OldName(change.Path.Split('.')[0]) is null) _first.Add(statement);
        else _apart.Add($"Change the table: {statement}");
    }

    private string Rename(string old, string now) =>
        "Stop the producers and rename the column: "
        + $"ALTER TABLE {_table} RENAME COLUMN {SqlText.Name(old)} TO {SqlText.Name(now)};";

    /// <summary>
    /// Two schemas do not tell a new name from a new column, so a column that goes while another of its type comes can be both.
    /// </summary>
    private void AddCopy(SchemaChange removed, string column)
    {
        var around = Around(removed.Path);
        var twins = _diff.Changes.Where(
            added => added is { Kind: ChangeKind.Added, IsUnset: false, Before: null } && Around(added.Path) == around
                && Type(added.After!) == Type(removed.Before!)
                && Twin(added, ChangeKind.Removed) is null).Select(added => added.Path).ToList();
        if (twins.Count == 0) return;
        var copy = around.Length == 0 && twins is [var only]
            ? $": UPDATE {_table} SET {SqlText.Name(only)} = {column} WHERE {SqlText.Name(only)} IS NULL;"
            : ".";
        _copies.Add(
            $"If {string.Join(" or ", twins)} is {removed.Path} under a new name, "
                + $"copy its values before you drop the column{copy}");
    }

    private static string Around(string path) => path[..(path.LastIndexOf('.') + 1)];

    private static string Type(string declaration) => declaration.Replace(" NOT NULL", "", StringComparison.Ordinal);

    /// <summary>The removal that belongs to an addition, or the reverse, when only the case of the name changes.</summary>
    private SchemaChange? Twin(SchemaChange change, ChangeKind kind) =>
        _diff.Changes.FirstOrDefault(
            other => other.Kind == kind && other.Path.Equals(change.Path, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Adds a column without NOT NULL, because existing rows have no value for it, and without DEFAULT, which ADD COLUMN of a
    /// Delta table refuses.
    /// </summary>
    private void AddColumn(SchemaChange change, string column)
    {
        var added = _diff.After.Find(change.Path);
        if (added?.Fill is { Kind: not ColumnFillKind.Default } fill)
        {
            _apart.Add(Recreate(change.Path, fill.ToString()));
            return;
        }

        var text = added is not null
            ? CreateTableText.Column(added with { Nullable = true, Fill = null })
            : $"{column} {(change.Breaking ? Type(change.After!) : change.After)}";
        _first.Add($"ALTER TABLE {_table} ADD COLUMN {text};");
        if (added?.Fill is { } value) SetDefault(column, value, _first.Add);
        if (change.Breaking) SetNotNull(change.Path, column);
    }

    /// <summary>A column that functions do not set changes without regard to them.</summary>
    private void AddUnset(SchemaChange change)
    {
        var column = _diff.After.Find(change.Path);
        // A table whose descriptor is compared has the column already.
        if (column is null ? change.Kind != ChangeKind.Removed : _diff.Before.IsDescribed) return;
        if (column is null) _anytime.Add($"ALTER TABLE {_table} DROP COLUMN {SqlText.Name(change.Path)};");
        else if (column.IsGenerated || change.Kind != ChangeKind.Added) _alone.Add(Recreate(change.Path, change.After!));
        else _anytime.Add($"ALTER TABLE {_table} ADD COLUMN {CreateTableText.Column(column with { Fill = null })};");
    }

    private void ChangeFill(SchemaChange change, string column)
    {
        var now = _diff.After.Find(change.Path)!;
        var before = _diff.Before.Find(_diff.OldName(change.Path) ?? change.Path)?.Fill;
        if (before is { Kind: not ColumnFillKind.Default } || now.Fill is { Kind: not ColumnFillKind.Default })
            _alone.Add(Recreate(change.Path, change.After ?? now.Type.ToString()));
        else if (now.Fill is null) _anytime.Add($"ALTER TABLE {_table} ALTER COLUMN {column} DROP DEFAULT;");
        else SetDefault(column, now.Fill, _anytime.Add);
    }

    private void SetDefault(string column, ColumnFill value, Action<string> add)
    {
        if (!_diff.Before.Columns.Any(each => each.Fill is { Kind: ColumnFillKind.Default }))
            Enable("delta.feature.allowColumnDefaults", "supported", add);
        add($"ALTER TABLE {_table} ALTER COLUMN {column} SET {value};");
    }

    private static bool IsText(string type) => type.StartsWith("STRING", StringComparison.Ordinal)
        || type.StartsWith("VARCHAR", StringComparison.Ordinal) || type.StartsWith("CHAR", StringComparison.Ordinal);

    /// <summary>A table needs a property before a statement, unless it has the property.</summary>
    private void Enable(string property, string value, Action<string> add)
    {
        var statement = $"ALTER TABLE {_table} SET TBLPROPERTIES ('{property}' = '{value}');";
        if (_diff.Before.Properties.ContainsKey(property) || !_enabled.Add(property)) return;
        add(statement);
    }

    private static string Recreate(string path, string declaration) =>
        $"Create the table again with {path} as {declaration}, and copy its rows: "
            + "no statement changes GENERATED or IDENTITY of a table that exists.";

    /// <summary>Rows that exist, and those of running producers, have no value yet.</summary>
    private void SetNotNull(string path, string column)
    {
        _fills.Add(
            _diff.After.Find(path) is not { } whole ? $"UPDATE those in which {path} is NULL."
                : whole.Fill is { Kind: ColumnFillKind.Default }
                    ? $"UPDATE {_table} SET {column} = DEFAULT WHERE {column} IS NULL;"
                    : $"UPDATE {_table} SET {column} = <a value> WHERE {column} IS NULL;");
        _last.Add($"ALTER TABLE {_table} ALTER COLUMN {column} SET NOT NULL;");
    }

    private string DropNotNull(string column) => $"ALTER TABLE {_table} ALTER COLUMN {column} DROP NOT NULL;";

    private static string List(string word, List<string> paths) => paths.Count == 0 ? "" : word + string.Join(", ", paths);
}
