using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Applies what follows <c>ALTER TABLE name</c> to a table that the same text creates. Skips only actions that are known to
/// change neither the columns nor their values nor the properties; an unknown action is a problem.
/// </summary>
internal sealed class AlterTableParser(SqlTokenReader reader)
{
    private static readonly string[] Skipped =
    [
        "SET TAGS", "UNSET TAGS", "SET ROW FILTER", "DROP ROW FILTER", "SET OWNER", "OWNER", "CLUSTER BY", "SET LOCATION",
        "SET SERDE", "SET SERDEPROPERTIES", "ADD PARTITION", "ADD IF NOT EXISTS PARTITION", "DROP PARTITION",
        "DROP IF EXISTS PARTITION", "PARTITION", "RECOVER PARTITIONS", "ENABLE PREDICTIVE OPTIMIZATION",
        "DISABLE PREDICTIVE OPTIMIZATION", "INHERIT PREDICTIVE OPTIMIZATION", "DEFAULT COLLATION", "DROP PRIMARY KEY",
        "DROP FOREIGN KEY", "ADD SCHEDULE", "ALTER SCHEDULE EVERY", "ALTER SCHEDULE CRON", "ALTER SCHEDULE REFRESH",
        "DROP SCHEDULE", "ADD TRIGGER", "ALTER TRIGGER ON", "DROP TRIGGER",
    ];

    private readonly ConstraintParser _constraints = new(reader);
    private readonly PropertyListParser _properties = new(reader);
    private readonly ObjectNameParser _names = new(reader);

    private AlterColumnParser Columns => new(reader, new ColumnParser(reader, _constraints));

    public CreateTableStatement Apply(CreateTableStatement table)
    {
        table = _constraints.Apply(ApplyAction(table));
        if (!reader.AtStatementEnd) throw reader.Unexpected("the end of the statement");
        return table with
        {
            Columns = [.. table.Columns.Select((column, i) => column with { Position = i })],
            Renames = Live(table.Renames, table.Columns),
        };
    }

    private CreateTableStatement ApplyAction(CreateTableStatement table)
    {
        if (Array.Exists(Skipped, words => reader.AreWords(words.Split(' '))))
        {
            reader.TakeUntil(() => false);
            return table;
        }

        if (reader.TryWords("ADD", "COLUMNS") || reader.TryWords("ADD", "COLUMN"))
        {
            return table with { Columns = Columns.Add(table.Columns) };
        }

        if (reader.TryWords("REPLACE", "COLUMNS")) return table with { Columns = Columns.Add([]), Renames = [] };
        if (reader.TryWords("DROP", "COLUMNS") || reader.TryWords("DROP", "COLUMN"))
        {
            return table with { Columns = Columns.Drop(table.Columns) };
        }

        if (reader.TryWords("RENAME", "COLUMN")) return Renamed(table, Columns.Rename(table.Columns));
        if (reader.TryWords("RENAME", "TO")) return Rename(table);
        if (reader.TryWords("DROP", "CONSTRAINT")) return DropConstraint(table);
        if (reader.TryWords("DROP", "FEATURE")) return DropFeature(table);
        if (reader.TryWords("SET", "TBLPROPERTIES")) return SetProperties(table);
        if (reader.TryWords("UNSET", "TBLPROPERTIES"))
        {
            reader.TryWords("IF", "EXISTS");
            var keys = _properties.ParseKeys();
            return table with { Properties = table.Properties.Where(p => !keys.Contains(p.Key)).ToDictionary() };
        }

        if (reader.TryWords("SET", "MANAGED")) return table with { External = false };
        if (reader.TryWords("UNSET", "MANAGED")) return table with { External = true };
        if (reader.TryWords("ALTER", "COLUMN") || reader.TryWords("ALTER"))
        {
            return table with { Columns = Columns.Alter(table.Columns) };
        }

        if (reader.TryWords("CHANGE", "COLUMN") || reader.TryWords("CHANGE"))
        {
            return Renamed(table, Columns.Change(table.Columns));
        }

        var action = reader.Current;
        if (reader.TryWords("ADD"))
        {
            if (_constraints.TryTable()) return table;
            // The word COLUMN can be left out.
            if (reader.Current.IsSymbol('(') || (reader.Current.IsName && TypeNames.Find(reader.Next.Text) is not null))
                return table with { Columns = Columns.Add(table.Columns) };
        }

        throw Unknown(reader, action);
    }

    /// <summary>The problem that this program does not know what a change does to the columns.</summary>
    internal static SqlSyntaxException Unknown(SqlTokenReader reader, SqlToken action) => reader.Fault(
        action, SqlErrors.UnsupportedClause,
        "a change that this program knows: write its result into CREATE TABLE, or pull the table with --table");

    /// <summary>The table with columns after a change of one of them, which can have another name and another place.</summary>
    private static CreateTableStatement Renamed(CreateTableStatement table, List<Column> columns)
    {
        var old = table.Columns.FirstOrDefault(before => columns.TrueForAll(column => column.Name != before.Name));
        var now = columns.Find(column => table.Columns.All(before => before.Name != column.Name));
        return table with
        {
            Columns = columns,
            Renames = old is null || now is null ? table.Renames : [.. table.Renames, new ColumnRename(old.Name, now.Name)],
        };
    }

    /// <summary>The renames that lead to a column which the table still has.</summary>
    private static List<ColumnRename> Live(IReadOnlyList<ColumnRename> renames, IReadOnlyList<Column> columns)
    {
        var live = new List<ColumnRename>();
        var names = columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var rename in renames.Reverse())
        {
            if (!names.Remove(rename.New)) continue;
            names.Add(rename.Old);
            live.Insert(0, rename);
        }

        return live;
    }

    private CreateTableStatement DropConstraint(CreateTableStatement table)
    {
        reader.TryWords("IF", "EXISTS");
        var property = ConstraintParser.CheckProperty(reader.ExpectName("the name of the constraint"));
        if (!reader.TryWords("RESTRICT")) reader.TryWords("CASCADE");
        return table with { Properties = table.Properties.Where(p => p.Key != property).ToDictionary() };
    }

    private CreateTableStatement DropFeature(CreateTableStatement table)
    {
        var property = reader.Current.Kind == SqlTokenKind.Literal
            ? $"delta.feature.{reader.Take().Text}"
            : $"delta.feature.{reader.ExpectName("the name of a feature")}";
        reader.TakeUntil(() => false);
        return table with { Properties = table.Properties.Where(p => p.Key != property).ToDictionary() };
    }

    private CreateTableStatement Rename(CreateTableStatement table)
    {
        var parts = _names.Parse("the new name of the table");
        return table with { NameParts = [.. table.NameParts.Take(Math.Max(0, table.NameParts.Count - parts.Count)), .. parts] };
    }

    private CreateTableStatement SetProperties(CreateTableStatement table)
    {
        var properties = new Dictionary<string, string>(table.Properties);
        foreach (var (key, value) in _properties.Parse()) properties[key] = value;
        return table with { Properties = properties };
    }
}
