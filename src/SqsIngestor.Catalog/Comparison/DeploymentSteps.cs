using System.Diagnostics;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>
/// The deployment order of a change: additions to the table come first, removals last. A statement comes after the renames if it
/// needs a name that they give, or that they free.
/// </summary>
internal sealed class DeploymentSteps
{
    private const string NotNull = " NOT NULL";

    private readonly SchemaDiff _diff;
    private readonly ColumnPaths _paths;
    private readonly string _table;
    private readonly StepList _steps = new();

    // The columns, and what is inside them, beside which a new column comes.
    private readonly List<string> _replaced;

    private DeploymentSteps(SchemaDiff diff)
    {
        _diff = diff;
        _paths = new(diff.Before, diff.After);
        _table = CreateTableText.FullName(diff.After.Name);
        var breaking = diff.Changes.Where(change => change is { Kind: ChangeKind.Type, Breaking: true, IsUnset: false });
        _replaced = [.. breaking.Select(change => _paths.Named(change.Path)?.Path ?? change.Path)];
        foreach (var rename in RenameOrder.Of(diff.Changes, _paths.Around)) _steps.Apart.Add(Rename(rename));
        foreach (var change in diff.Changes.Where(change => !IsReplaced(change))) Add(change);
        _steps.Corrections.AddRange(
            NestedNotNull.Find(diff.After).Where(each => diff.Changes.Any(change => IsOfOneColumn(change.Path, each.Path)))
                .Select(each => $"Correct the new schema: '{each.Path}' {each.Problem}"));
    }

    private bool NeedsDeployment => _diff.Changes.Any(
        change => !change.IsUnset
            && change.Kind is ChangeKind.Added or ChangeKind.Removed or ChangeKind.Renamed or ChangeKind.Type
                or ChangeKind.Nullability);

    public static IReadOnlyList<string> Of(SchemaDiff diff)
    {
        var deployment = new DeploymentSteps(diff);
        return deployment._steps.ToList(deployment.NeedsDeployment);
    }

    /// <summary>
    /// Whether a new column brings the change. The column that it replaces keeps its type, and can be NULL afterwards, because no
    /// producer writes it.
    /// </summary>
    private bool IsReplaced(SchemaChange change) =>
        change is { Kind: ChangeKind.Added or ChangeKind.Removed or ChangeKind.Fill }
            or { Kind: ChangeKind.Nullability, Breaking: true }
        && _replaced.Exists(path => ColumnPaths.Covers(path, change.Path));

    private void Add(SchemaChange change)
    {
        var column = _paths.Quoted(change.Path);
        switch (change.Kind)
        {
            case ChangeKind.Table:
                if (change.After is { } problem) _steps.Alone.Add($"Do not change the table itself: {problem}");
                break;
            case ChangeKind.Added or ChangeKind.Removed or ChangeKind.Type or ChangeKind.Nullability when change.IsUnset:
                AddUnset(change, column);
                break;
            case ChangeKind.Fill:
                ChangeFill(change, column);
                break;
            case ChangeKind.Added when change.Before is not null:
                _steps.Added.Add(change.Path);
                AddForFunctions(change, column);
                break;
            case ChangeKind.Removed when change.After is not null:
                _steps.Removed.Add(change.Path);
                _steps.Apart.Add(Recreate(change.Path, change.After));
                break;
            case ChangeKind.Added:
                _steps.Added.Add(change.Path);
                AddColumn(change, column);
                break;
            case ChangeKind.Removed:
                _steps.Removed.Add(change.Path);
                if (IsNotNull(change.Before!)) Now(change.Path, DropNotNull(column));
                AddCopy(change, column);
                _steps.Last.Add($"ALTER TABLE {_table} DROP COLUMN {column};");
                break;
            case ChangeKind.Type when change.Breaking:
                AddBeside(change);
                break;
            case ChangeKind.Type:
                if (!IsText(change.After!)) Enable("delta.enableTypeWidening", "true", _steps.Properties);
                Now(change.Path, $"ALTER TABLE {_table} ALTER COLUMN {column} TYPE {change.After};");
                break;
            case ChangeKind.Nullability when change.Breaking:
                SetNotNull(change.Path, column);
                break;
            case ChangeKind.Nullability:
                Now(change.Path, DropNotNull(column));
                break;
            // A comment changes nothing for producers.
            case ChangeKind.Renamed or ChangeKind.Comment:
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>A statement before the deployment, and after the renames if they give or free a name in its path.</summary>
    private void Now(string path, string statement) => (IsRenamed(path) ? _steps.AfterRenames : _steps.First).Add(statement);

    /// <summary>A statement for which the deployment does not matter, but the renames do.</summary>
    private void AnyTime(string path, string statement) =>
        (IsRenamed(path) ? _steps.AfterRenames : _steps.AnyTime).Add(statement);

    private bool IsRenamed(string path) => _diff.Changes.Any(
        change => change.Kind == ChangeKind.Renamed
            && (ColumnPaths.Covers(change.Path, path) || ColumnPaths.Covers(_paths.Around(change.Path) + change.Before, path)));

    private string Rename(RenameStep rename) =>
        (rename.Change.IsUnset ? "Change the table" : "Stop the producers and rename the column")
        + $": ALTER TABLE {_table} RENAME COLUMN {_paths.Quoted(_paths.Around(rename.Change.Path) + rename.Old)} "
        + $"TO {SqlText.Name(rename.New)};";

    /// <summary>
    /// Two schemas do not tell a new name from a new column, so a column that goes while another of its type comes can be both.
    /// </summary>
    private void AddCopy(SchemaChange removed, string column)
    {
        var around = _paths.Around(removed.Path);
        var twins = _diff.Changes.Where(
            added => added is { Kind: ChangeKind.Added, IsUnset: false, Before: null } && _paths.Around(added.Path) == around
                && Type(added.After!) == Type(removed.Before!)).Select(added => added.Path).ToList();
        if (twins.Count == 0) return;
        var copy = around.Length == 0 && twins is [var only]
            ? $": UPDATE {_table} SET {SqlText.Name(only)} = {column} WHERE {SqlText.Name(only)} IS NULL;"
            : ".";
        _steps.Copies.Add(
            $"If {string.Join(" or ", twins)} is {removed.Path} under a new name, "
                + $"copy its values before you drop the column{copy}");
    }

    private static bool IsNotNull(string declaration) => declaration.EndsWith(NotNull, StringComparison.Ordinal);

    /// <summary>A declaration without the NOT NULL of the column; that of fields inside it stays.</summary>
    private static string Type(string declaration) => IsNotNull(declaration) ? declaration[..^NotNull.Length] : declaration;

    /// <summary>
    /// Adds a column without NOT NULL, because existing rows have no value for it, and without DEFAULT, which ADD COLUMN of a
    /// Delta table refuses.
    /// </summary>
    private void AddColumn(SchemaChange change, string column)
    {
        var added = _diff.After.Find(change.Path);
        if (IsComputed(added))
        {
            _steps.Apart.Add(Recreate(change.Path, added!.Fill!.ToString()));
            return;
        }

        Now(
            change.Path,
            added is not null ? AddColumn(added)
                : $"ALTER TABLE {_table} ADD COLUMN {column} {TypeWithoutNotNull.Of(Fields(change.Path).First().Field.Type)};");
        Complete(change, column, added);
    }

    private string AddColumn(Column column) =>
        $"ALTER TABLE {_table} ADD COLUMN "
        + $"{CreateTableText.Column(column with { Nullable = true, Fill = null, Type = TypeWithoutNotNull.Of(column.Type) })};";

    /// <summary>What ADD COLUMN leaves out.</summary>
    private void Complete(SchemaChange change, string column, Column? added)
    {
        if (added?.Fill is { } value)
        {
            EnableDefaults(_steps.Properties);
            Now(change.Path, SetDefault(column, value));
        }

        if (added is { Nullable: false }) SetNotNull(change.Path, column);
        foreach (var (path, field) in Fields(change.Path))
        {
            if (!field.Nullable) SetNotNull(path, _paths.Quoted(path));
        }
    }

    /// <summary>The fields at a path and below it.</summary>
    private IEnumerable<(string Path, StructField Field)> Fields(string path) =>
        TypePaths.Fields(_diff.After).Where(each => ColumnPaths.Covers(path, each.Path));

    private static bool IsOfOneColumn(string path, string other) => ColumnPaths.Covers(path.Split('.')[0], other);

    /// <summary>An element, a key or a value has no name, so the ARRAY or MAP around it gets another one.</summary>
    private void AddBeside(SchemaChange change)
    {
        var (path, type) = _paths.Named(change.Path) is (var named, var now) && named != change.Path
            ? (named, $"{TypeWithoutComments.Of(now)}")
            : (change.Path, change.After!);
        var step = $"Add {path} as {type} under another name, next to the old column: "
            + "a change in place breaks running producers in any order of steps."
            + (_diff.After.Find(path) is { Nullable: false } ? " Declare it as NOT NULL when each row has a value." : "");
        if (_steps.Apart.Contains(step)) return;
        _steps.Apart.Add(step);
        if (Old(change) is { Nullable: false } && _diff.After.Find(path) is { Nullable: false })
            Now(path, DropNotNull(_paths.Quoted(path)));
    }

    /// <summary>A column that functions could not set, and that they can set now.</summary>
    private void AddForFunctions(SchemaChange change, string column)
    {
        var now = _diff.After.Find(change.Path)!;
        if (IsComputed(Old(change)) || IsComputed(now))
        {
            _steps.Apart.Add(Recreate(change.Path, change.After!));
            return;
        }

        _steps.Apart.Add(Replace(now));
        Complete(change, column, now);
    }

    /// <summary>A column that functions do not set changes without regard to them.</summary>
    private void AddUnset(SchemaChange change, string name)
    {
        var column = _diff.After.Find(change.Path);
        // A table whose descriptor is compared has the column already.
        if (column is null ? change.Kind != ChangeKind.Removed : _diff.Before.IsDescribed) return;
        if (column is null) AnyTime(change.Path, $"ALTER TABLE {_table} DROP COLUMN {name};");
        else if (change.Kind == ChangeKind.Nullability)
            AnyTime(change.Path, column.Nullable ? DropNotNull(name) : $"ALTER TABLE {_table} ALTER COLUMN {name} SET NOT NULL;");
        else if (IsComputed(column) || IsComputed(Old(change))) _steps.Alone.Add(Recreate(change.Path, change.After!));
        else if (change.Kind == ChangeKind.Added) AnyTime(change.Path, AddColumn(column));
        else _steps.Alone.Add(Replace(column));
    }

    private void ChangeFill(SchemaChange change, string column)
    {
        var now = _diff.After.Find(change.Path)!;
        if (IsComputed(Old(change)) || IsComputed(now))
        {
            _steps.Alone.Add(Recreate(change.Path, change.After ?? now.Type.ToString()));
        }
        else if (now.Fill is null)
        {
            AnyTime(change.Path, $"ALTER TABLE {_table} ALTER COLUMN {column} DROP DEFAULT;");
        }
        else
        {
            EnableDefaults(IsRenamed(change.Path) ? _steps.Properties : _steps.PropertiesAnyTime);
            AnyTime(change.Path, SetDefault(column, now.Fill));
        }
    }

    /// <summary>The column before a change; null if there was none.</summary>
    private Column? Old(SchemaChange change) => _diff.Before.Find(_diff.OldName(change.Path) ?? change.Path);

    private static bool IsComputed(Column? column) => column?.Fill is { Kind: not ColumnFillKind.Default };

    private string SetDefault(string column, ColumnFill value) => $"ALTER TABLE {_table} ALTER COLUMN {column} SET {value};";

    private void EnableDefaults(List<string> properties)
    {
        if (_diff.Before.Columns.Any(each => each.Fill is { Kind: ColumnFillKind.Default })) return;
        Enable("delta.feature.allowColumnDefaults", "supported", properties);
    }

    private static bool IsText(string type) => type.StartsWith("STRING", StringComparison.Ordinal)
        || type.StartsWith("VARCHAR", StringComparison.Ordinal) || type.StartsWith("CHAR", StringComparison.Ordinal);

    /// <summary>A table needs a property before a statement, unless it has the property.</summary>
    private void Enable(string property, string value, List<string> properties)
    {
        var has = _diff.Before.Properties.GetValueOrDefault(property) is { } old
            && !old.Equals("false", StringComparison.OrdinalIgnoreCase);
        var statement = $"ALTER TABLE {_table} SET TBLPROPERTIES ('{property}' = '{value}');";
        if (!has && !properties.Contains(statement)) properties.Add(statement);
    }

    private static string Recreate(string path, string declaration) =>
        $"Create the table again with {path} as {declaration}, and copy its rows: "
            + "no statement changes GENERATED or IDENTITY of a table that exists.";

    /// <summary>A column with a type to which no statement leads. No function writes it.</summary>
    private string Replace(Column column)
    {
        var name = SqlText.Name(column.Name);
        return $"Replace the column {column.Name}, which no running function sets. Its values are lost, so copy those that you "
            + $"need first: ALTER TABLE {_table} DROP COLUMN {name}; {AddColumn(column)}";
    }

    /// <summary>Rows that exist, and those of running producers, have no value yet.</summary>
    private void SetNotNull(string path, string column)
    {
        if (NestedNotNull.ProblemOf(_diff.After, path) is not null) return;
        _steps.Fills.Add(
            _diff.After.Find(path) is not { } whole ? $"UPDATE those in which {path} is NULL."
                : whole.Fill is { Kind: ColumnFillKind.Default }
                    ? $"UPDATE {_table} SET {column} = DEFAULT WHERE {column} IS NULL;"
                    : $"UPDATE {_table} SET {column} = <a value> WHERE {column} IS NULL;");
        _steps.NotNull.Add((path, $"ALTER TABLE {_table} ALTER COLUMN {column} SET NOT NULL;"));
    }

    private string DropNotNull(string column) => $"ALTER TABLE {_table} ALTER COLUMN {column} DROP NOT NULL;";
}
