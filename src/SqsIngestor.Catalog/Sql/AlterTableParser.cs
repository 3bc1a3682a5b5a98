using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Applies what follows <c>ALTER TABLE name</c> to a table that the same text creates. Skips what does not change the columns,
/// their values or the properties.
/// </summary>
internal sealed class AlterTableParser(SqlTokenReader reader)
{
    private readonly ConstraintParser _constraints = new(reader);
    private readonly PropertyListParser _properties = new(reader);
    private readonly ObjectNameParser _names = new(reader);

    private ColumnParser Columns => new(reader, _constraints);

    public CreateTableStatement Apply(CreateTableStatement table)
    {
        table = ApplyAction(table);
        return table with
        {
            Columns = [
                .. CreateTableParser.WithKeys(table.Columns, _constraints.KeyColumns)
                .Select((column, i) => column with { Position = i })],
            Properties = CreateTableParser.WithChecks(table.Properties, _constraints.Checks),
        };
    }

    private CreateTableStatement ApplyAction(CreateTableStatement table)
    {
        if (reader.TryWords("ADD", "COLUMNS") || reader.TryWords("ADD", "COLUMN")) return Add(table);
        if (reader.TryWords("ADD"))
        {
            // Anything else that can be added, such as a partition, changes no schema.
            _constraints.TryTable();
            return table;
        }

        if (reader.TryWords("REPLACE", "COLUMNS")) return Add(table with { Columns = [] });
        if (reader.TryWords("DROP", "COLUMNS") || reader.TryWords("DROP", "COLUMN")) return Drop(table);
        if (reader.TryWords("DROP", "CONSTRAINT")) return DropConstraint(table);
        if (reader.TryWords("RENAME", "COLUMN")) return RenameColumn(table);
        if (reader.TryWords("RENAME", "TO")) return Rename(table);
        if (reader.TryWords("SET", "TBLPROPERTIES")) return SetProperties(table);
        if (reader.TryWords("UNSET", "TBLPROPERTIES"))
        {
            reader.TryWords("IF", "EXISTS");
            var keys = _properties.ParseKeys();
            return table with { Properties = table.Properties.Where(p => !keys.Contains(p.Key)).ToDictionary() };
        }

        if (reader.TryWords("ALTER", "COLUMN") || reader.TryWords("ALTER") || reader.TryWords("CHANGE", "COLUMN")
            || reader.TryWords("CHANGE"))
        {
            return AlterColumns(table);
        }

        return table;
    }

    private CreateTableStatement Add(CreateTableStatement table)
    {
        var brackets = reader.TrySymbol('(');
        var columns = table.Columns.ToList();
        do
        {
            reader.TryWords("IF", "NOT", "EXISTS");
            RefusePath();
            var token = reader.Current;
            var column = Columns.Parse(columns.Count);
            if (columns.Exists(other => Same(other.Name, column.Name)))
            {
                throw reader.Fault(token, SqlErrors.DuplicateName, "a name that no other column has");
            }

            columns.Insert(ParsePlace(columns), column);
        }
        while (reader.TrySymbol(','));
        if (brackets) reader.ExpectSymbol(')', "',' or ')' after the column");
        return table with { Columns = columns };
    }

    /// <summary>FIRST or AFTER a column; the end without either.</summary>
    private int ParsePlace(List<Column> columns)
    {
        if (reader.TryWords("FIRST")) return 0;
        return reader.TryWords("AFTER") ? ParseIndex(columns) + 1 : columns.Count;
    }

    private CreateTableStatement Drop(CreateTableStatement table)
    {
        var optional = reader.TryWords("IF", "EXISTS");
        var brackets = reader.TrySymbol('(');
        var columns = table.Columns.ToList();
        do
        {
            RefusePath();
            var missing = reader.Current.IsName && !columns.Exists(column => Same(column.Name, reader.Current.Text));
            if (optional && missing) reader.Take();
            else columns.RemoveAt(ParseIndex(columns));
        }
        while (reader.TrySymbol(','));
        if (brackets) reader.ExpectSymbol(')', "',' or ')' after the column");
        return table with { Columns = columns };
    }

    private CreateTableStatement DropConstraint(CreateTableStatement table)
    {
        reader.TryWords("IF", "EXISTS");
        var property = CreateTableParser.CheckProperty(reader.ExpectName("the name of the constraint"));
        return table with { Properties = table.Properties.Where(p => p.Key != property).ToDictionary() };
    }

    private CreateTableStatement RenameColumn(CreateTableStatement table)
    {
        RefusePath();
        var index = ParseIndex(table.Columns);
        reader.ExpectWord("TO");
        var name = reader.ExpectName("the new name of the column");
        return Replace(table, index, table.Columns[index] with { Name = name });
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

    private CreateTableStatement AlterColumns(CreateTableStatement table)
    {
        do
        {
            RefusePath();
            table = AlterColumn(table, ParseIndex(table.Columns));
        }
        while (reader.TrySymbol(','));
        return table;
    }

    private CreateTableStatement AlterColumn(CreateTableStatement table, int index)
    {
        var column = table.Columns[index];
        if (reader.TryWords("FIRST") || reader.AreWords("AFTER"))
        {
            var columns = table.Columns.ToList();
            columns.RemoveAt(index);
            columns.Insert(reader.AreWords("AFTER") ? ParsePlace(columns) : 0, column);
            return table with { Columns = columns };
        }

        return Replace(table, index, column switch
        {
            _ when reader.TryWords("SET", "NOT", "NULL") => column with { Nullable = false },
            _ when reader.TryWords("DROP", "NOT", "NULL") => column with { Nullable = true },
            _ when reader.TryWords("DROP", "DEFAULT") => column with { Fill = null },
            _ when reader.TryWords("SET", "DEFAULT") =>
                column with { Fill = new ColumnFill(ColumnFillKind.Default, Columns.ParseDefault()) },
            _ when reader.TryWords("TYPE") => column with { Type = Columns.ParseType() },
            _ when reader.TryWords("COMMENT") => column with { Comment = reader.ExpectLiteral("the comment in quotes") },
            // Tags, masks and the like change no schema.
            _ => column,
        });
    }

    private static CreateTableStatement Replace(CreateTableStatement table, int index, Column column) =>
        table with { Columns = [.. table.Columns.Select((old, i) => i == index ? column : old)] };

    private int ParseIndex(IReadOnlyList<Column> columns)
    {
        var token = reader.Current;
        var name = reader.ExpectName("the name of a column");
        for (var i = 0; i < columns.Count; i++)
        {
            if (Same(columns[i].Name, name)) return i;
        }

        throw reader.Fault(
            token, SqlErrors.UnexpectedText, "a column of the table", Nearest.Hint(name, columns.Select(column => column.Name)));
    }

    private void RefusePath()
    {
        if (reader.Current.IsName && reader.Next.IsSymbol('.'))
        {
            throw reader.Fault(
                reader.Current, SqlErrors.UnsupportedClause, "a whole column: write changes inside a STRUCT into CREATE TABLE");
        }
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
