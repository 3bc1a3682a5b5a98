namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads what ALTER TABLE does to columns, and returns the columns after it.</summary>
/// <param name="reader">The tokens.</param>
/// <param name="parser">Reads columns and their parts.</param>
internal sealed class AlterColumnParser(SqlTokenReader reader, ColumnParser parser)
{
    private static readonly string[] Skipped = ["SET MASK", "DROP MASK", "SYNC IDENTITY"];

    /// <summary>Columns after ADD COLUMN and REPLACE COLUMNS.</summary>
    public List<Column> Add(IReadOnlyList<Column> before)
    {
        var columns = before.ToList();
        ParseList(() =>
        {
            var optional = reader.TryWords("IF", "NOT", "EXISTS");
            RefusePath();
            var token = reader.Current;
            var column = parser.Parse(columns.Count);
            var place = ParsePlace(columns);
            if (ColumnNames.IndexOf(columns, column.Name) < 0) columns.Insert(place, column);
            else if (!optional) throw ColumnNames.Taken(reader, token);
        });
        return columns;
    }

    /// <summary>Columns after DROP COLUMN.</summary>
    public List<Column> Drop(IReadOnlyList<Column> before)
    {
        var optional = reader.TryWords("IF", "EXISTS");
        var columns = before.ToList();
        ParseList(() =>
        {
            RefusePath();
            var missing = reader.Current.IsName && ColumnNames.IndexOf(columns, reader.Current.Text) < 0;
            if (optional && missing) reader.Take();
            else columns.RemoveAt(ParseIndex(columns));
        });
        return columns;
    }

    /// <summary>A column after RENAME COLUMN.</summary>
    public List<Column> Rename(IReadOnlyList<Column> before)
    {
        RefusePath();
        var columns = before.ToList();
        var index = ParseIndex(columns);
        reader.ExpectWord("TO");
        columns[index] = columns[index] with { Name = ParseNewName(columns, index) };
        return columns;
    }

    /// <summary>Columns after ALTER COLUMN, each with its change.</summary>
    public List<Column> Alter(IReadOnlyList<Column> before)
    {
        var columns = before.ToList();
        do
        {
            RefusePath();
            AlterOne(columns, ParseIndex(columns));
        }
        while (reader.TrySymbol(','));
        return columns;
    }

    /// <summary>
    /// A column after CHANGE COLUMN: a change as after ALTER COLUMN, or the column's new name, type and place.
    /// </summary>
    public List<Column> Change(IReadOnlyList<Column> before)
    {
        RefusePath();
        var columns = before.ToList();
        var index = ParseIndex(columns);
        if (TryAlter(columns, index)) return columns;
        if (!reader.Current.IsName || !reader.Next.IsName) throw AlterTableParser.Unknown(reader, reader.Current);
        columns[index] = columns[index] with { Name = ParseNewName(columns, index), Type = parser.ParseType() };
        columns[index] = parser.ParseProperties(columns[index]);
        TryMove(columns, index);
        return columns;
    }

    private void AlterOne(List<Column> columns, int index)
    {
        if (!TryAlter(columns, index)) throw AlterTableParser.Unknown(reader, reader.Current);
    }

    /// <summary>Reads a change of a column; takes nothing if it is not known.</summary>
    private bool TryAlter(List<Column> columns, int index)
    {
        if (TryMove(columns, index)) return true;
        if (Array.Exists(Skipped, words => reader.AreWords(words.Split(' '))))
        {
            reader.TakeUntil(() => reader.Current.IsSymbol(','));
            return true;
        }

        var column = columns[index];
        Column? changed = column switch
        {
            _ when reader.TryWords("SET", "TAGS") => TagList.Apply(column, parser.ParseTags()),
            _ when reader.TryWords("UNSET", "TAGS") => TagList.Apply(column, parser.ParseTags(), isSet: false),
            _ when reader.TryWords("SET", "NOT", "NULL") => column with { Nullable = false },
            _ when reader.TryWords("DROP", "NOT", "NULL") => column with { Nullable = true },
            _ when reader.TryWords("DROP", "DEFAULT") => column with { Fill = null },
            _ when reader.TryWords("SET", "DEFAULT") =>
                column with { Fill = new ColumnFill(ColumnFillKind.Default, parser.ParseDefault()) },
            _ when reader.TryWords("TYPE") || reader.TryWords("SET", "DATA", "TYPE") =>
                column with { Type = parser.ParseType() },
            _ when reader.TryWords("COMMENT") => column with { Comment = reader.ExpectLiteral("the comment in quotes") },
            _ => null,
        };
        if (changed is null) return false;
        columns[index] = changed;
        return true;
    }

    /// <summary>Moves a column, if FIRST or AFTER follows.</summary>
    private bool TryMove(List<Column> columns, int index)
    {
        if (!reader.AreWords("FIRST") && !reader.AreWords("AFTER")) return false;
        var column = columns[index];
        columns.RemoveAt(index);
        columns.Insert(ParsePlace(columns), column);
        return true;
    }

    /// <summary>FIRST or AFTER a column; the end without either.</summary>
    private int ParsePlace(List<Column> columns)
    {
        if (reader.TryWords("FIRST")) return 0;
        return reader.TryWords("AFTER") ? ParseIndex(columns) + 1 : columns.Count;
    }

    private string ParseNewName(List<Column> columns, int index)
    {
        var token = reader.Current;
        var name = reader.ExpectName("the new name of the column");
        var other = ColumnNames.IndexOf(columns, name);
        return other < 0 || other == index ? name : throw ColumnNames.Taken(reader, token);
    }

    private int ParseIndex(List<Column> columns)
    {
        var token = reader.Current;
        var index = ColumnNames.IndexOf(columns, reader.ExpectName("the name of a column"));
        return index >= 0 ? index : throw ColumnNames.Missing(reader, token, columns);
    }

    /// <summary>Items between commas, with or without brackets around them.</summary>
    private void ParseList(Action parseItem)
    {
        var brackets = reader.TrySymbol('(');
        do
        {
            parseItem();
        }
        while (reader.TrySymbol(','));
        if (brackets) reader.ExpectSymbol(')', "',' or ')' after the column");
    }

    private void RefusePath()
    {
        if (reader.Current.IsName && reader.Next.IsSymbol('.'))
        {
            throw reader.Fault(
                reader.Current, SqlErrors.UnsupportedClause, "a whole column: write changes inside a STRUCT into CREATE TABLE");
        }
    }
}
