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
        if (steps.Count == 0 && order._last.Count == 0) return steps;
        steps.Add($"Deploy the descriptor and the mapping{List(" with ", order._added)}{List(" without ", order._removed)}.");
        steps.AddRange(order._copies);
        if (order._last.Count > 0)
        {
            steps.Add(
                "After the last producer with the old descriptor has stopped, change the table: "
                    + $"{string.Join(' ', order._last)}");
        }
        return steps;
    }

    private void Add(SchemaChange change)
    {
        var column = string.Join('.', change.Path.Split('.').Select(SqlText.Name));
        switch (change.Kind)
        {
            case ChangeKind.Renamed:
                _apart.Add(Rename(change.Before!, change.After!));
                break;
            case ChangeKind.Added when Twin(change, ChangeKind.Removed) is { } old:
                _apart.Add(Rename(old.Path, change.Path));
                break;
            case ChangeKind.Added:
                _added.Add(change.Path);
                _first.Add($"ALTER TABLE {_table} ADD COLUMN {Nullable(change, column)};");
                if (change.Breaking) _last.Add(SetNotNull(column));
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
                Now(change, $"ALTER TABLE {_table} ALTER COLUMN {column} TYPE {change.After};");
                break;
            case ChangeKind.Nullability when change.Breaking:
                _last.Add(SetNotNull(column));
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
            added => added.Kind == ChangeKind.Added && Around(added.Path) == around && Type(added.After!) == Type(removed.Before!)
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

    /// <summary>Adds the column without NOT NULL, because existing rows have no value for it.</summary>
    private string Nullable(SchemaChange change, string column) => _diff.After.Find(change.Path) is { } added
        ? CreateTableText.Column(added with { Nullable = true })
        : $"{column} {(change.Breaking ? change.After!.Replace(" NOT NULL", "", StringComparison.Ordinal) : change.After)}";

    private string SetNotNull(string column) => $"ALTER TABLE {_table} ALTER COLUMN {column} SET NOT NULL;";

    private string DropNotNull(string column) => $"ALTER TABLE {_table} ALTER COLUMN {column} DROP NOT NULL;";

    private static string List(string word, List<string> paths) => paths.Count == 0 ? "" : word + string.Join(", ", paths);
}
