namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads <c>CREATE [OR REPLACE] TABLE [IF NOT EXISTS] name (columns) clauses</c>.</summary>
internal sealed class CreateTableParser(SqlTokenReader reader)
{
    private readonly DeltaTypeParser _types = new(reader);

    public static CreateTableStatement Parse(string text)
    {
        var reader = new SqlTokenReader(text);
        var statement = new CreateTableParser(reader).ParseStatement();
        while (reader.TrySymbol(';'))
        {
        }

        return reader.AtEnd ? statement : throw reader.Unexpected("the end of the text after one statement");
    }

    public static IReadOnlyList<CreateTableStatement> ParseAll(string text)
    {
        var reader = new SqlTokenReader(text);
        var parser = new CreateTableParser(reader);
        var statements = new List<CreateTableStatement>();
        while (true)
        {
            while (reader.TrySymbol(';'))
            {
            }

            if (reader.AtEnd) return statements;
            statements.Add(parser.ParseStatement());
            if (!reader.AtEnd && !reader.Current.IsSymbol(';')) throw reader.Unexpected("';' between two statements");
        }
    }

    private CreateTableStatement ParseStatement()
    {
        reader.ExpectWord("CREATE");
        var orReplace = reader.TryWords("OR", "REPLACE");
        reader.ExpectWord("TABLE");
        var ifNotExists = reader.TryWords("IF", "NOT", "EXISTS");
        var name = ParseTableName();
        var columns = ParseColumns();
        return new TableClauseParser(reader).ParseClauses(new CreateTableStatement(name, columns)
        {
            OrReplace = orReplace,
            IfNotExists = ifNotExists,
        });
    }

    private List<string> ParseTableName()
    {
        var parts = new List<string> { reader.ExpectName("the name of the table") };
        while (reader.TrySymbol('.'))
        {
            if (parts.Count == 3) throw reader.Unexpected("a name of at most three parts, catalog.schema.table");
            parts.Add(reader.ExpectName("the next part of the table's name"));
        }

        return parts;
    }

    private List<Column> ParseColumns()
    {
        reader.ExpectSymbol('(', "'.' or '(' and the columns");
        var columns = new List<Column>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        do
        {
            // Delta does not enforce keys, so the parser drops them.
            if (TableConstraint.TrySkip(reader)) continue;
            var token = reader.Current;
            var column = ParseColumn(columns.Count);
            if (!names.Add(column.Name))
            {
                throw SqlTokenReader.Fault(token, SqlErrors.DuplicateName, "a name that no other column has");
            }
            columns.Add(column);
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')', "',' or ')' after the column");
        return columns;
    }

    private Column ParseColumn(int position)
    {
        var name = reader.ExpectName("the name of a column");
        var column = new Column(name, _types.ParseType()) { Position = position };
        while (true)
        {
            if (reader.TryWords("NOT", "NULL"))
            {
                column = column with { Nullable = false };
            }
            else if (reader.TryWords("COMMENT"))
            {
                column = column with { Comment = reader.ExpectLiteral("the comment in quotes") };
            }
            else if (reader.TryWords("PRIMARY", "KEY"))
            {
                column = column with { Nullable = false };
            }
            else
            {
                RefuseComputed();
                return column;
            }
        }
    }

    /// <summary>Zerobus does not fill in values, so a default would silently become NULL.</summary>
    private void RefuseComputed()
    {
        if (reader.Current.IsWord("DEFAULT") || reader.Current.IsWord("GENERATED"))
        {
            throw SqlTokenReader.Fault(
                reader.Current, SqlErrors.UnsupportedClause,
                "a column without DEFAULT or GENERATED; set the value in the mapping instead");
        }
    }
}
