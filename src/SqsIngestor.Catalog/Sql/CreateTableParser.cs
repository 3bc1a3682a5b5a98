using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Reads <c>CREATE [OR REPLACE] [EXTERNAL | TEMPORARY | STREAMING] TABLE [IF NOT EXISTS] name (columns) clauses</c>. A problem
/// in a column does not hide those of the others.
/// </summary>
/// <param name="reader">The tokens.</param>
/// <param name="find">Finds a table that the text created before, for LIKE and CLONE; null if there is none.</param>
internal sealed class CreateTableParser(SqlTokenReader reader, Func<IReadOnlyList<string>, CreateTableStatement?> find)
{
    private readonly ObjectNameParser _names = new(reader);
    private bool _ignoreAngles;
    private bool _hidesColumns;

    /// <summary>Reads exactly one statement.</summary>
    public static CreateTableStatement ParseOnly(SqlTokenReader reader)
    {
        CreateTableStatement? statement = null;
        try
        {
            statement = new CreateTableParser(reader, _ => null).Parse();
            while (reader.TrySymbol(';'))
            {
            }

            if (!reader.AtEnd) throw reader.Unexpected("the end of the text after one statement");
        }
        catch (SqlSyntaxException e)
        {
            reader.Report(e);
        }

        reader.ThrowProblems();
        return statement!;
    }

    public CreateTableStatement Parse()
    {
        var orReplace = reader.TryWords("REPLACE");
        if (!orReplace)
        {
            reader.ExpectWord("CREATE");
            orReplace = reader.TryWords("OR", "REPLACE") || reader.TryWords("OR", "REFRESH");
        }

        var external = reader.TryWords("EXTERNAL");
        var temporary = reader.TryWords("TEMPORARY") || reader.TryWords("TEMP");
        var streaming = reader.TryWords("STREAMING");
        if (!reader.TryWords("TABLE"))
        {
            throw reader.Unexpected("TABLE", reader.Current.IsName ? Nearest.Hint(reader.Current.Text, ["TABLE"]) : null);
        }

        var ifNotExists = reader.TryWords("IF", "NOT", "EXISTS");
        var statement = new CreateTableStatement(_names.Parse("the name of the table"), [])
        {
            OrReplace = orReplace,
            IfNotExists = ifNotExists,
            External = external,
            Kind = temporary ? "TEMPORARY" : streaming ? "STREAMING_TABLE" : "MANAGED",
        };
        return ParseBody(statement);
    }

    private CreateTableStatement ParseBody(CreateTableStatement statement)
    {
        var constraints = new ConstraintParser(reader);
        var columns = new ColumnParser(reader, constraints);
        statement = reader.Current.IsSymbol('(')
            ? statement with { Columns = ParseColumns(columns, constraints) }
            : ParseSource(statement);
        statement = new TableClauseParser(reader, columns, !_hidesColumns).Parse(statement);
        return constraints.Apply(statement, !_hidesColumns);
    }

    /// <summary>The columns of another table: LIKE and CLONE. A shallow clone is a kind of its own.</summary>
    private CreateTableStatement ParseSource(CreateTableStatement statement)
    {
        const string Expected = "the columns in parentheses: this program cannot know those of a query or of a table that is not "
            + "in this text; create the table and pull it with --table";
        var token = reader.Current;
        var isShallow = reader.TryWords("SHALLOW", "CLONE");
        if (isShallow || reader.TryWords("LIKE") || reader.TryWords("CLONE") || reader.TryWords("DEEP", "CLONE"))
        {
            var name = _names.Parse("the name of the other table");
            if (reader.AreWords("VERSION", "AS", "OF") || reader.AreWords("TIMESTAMP", "AS", "OF"))
            {
                throw reader.Fault(
                    reader.Current, SqlErrors.UnsupportedClause,
                    "the table as it is: this program cannot know the columns of an earlier version; "
                        + "create the table and pull it with --table");
            }

            return statement with
            {
                Columns = find(name)?.Columns ?? throw reader.Fault(token, SqlErrors.UnsupportedClause, Expected),
                Kind = isShallow ? "MANAGED_SHALLOW_CLONE" : statement.Kind,
            };
        }

        throw TableClauseParser.IsClause(reader)
            ? reader.Fault(token, SqlErrors.UnsupportedClause, Expected)
            : reader.Unexpected("'.' or '(' and the columns");
    }

    private List<Column> ParseColumns(ColumnParser parser, ConstraintParser constraints)
    {
        reader.ExpectSymbol('(');
        var columns = new List<Column>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        do
        {
            var place = reader.Place;
            try
            {
                ParseItem(parser, constraints, columns, names);
            }
            catch (SqlSyntaxException e)
            {
                _hidesColumns = true;
                reader.Report(e);
                SkipItem(place);
            }
        }
        while (reader.TrySymbol(','));

        if (!_hidesColumns || !reader.AtStatementEnd) reader.ExpectSymbol(')', "',' or ')' after the column");
        return columns;
    }

    private void ParseItem(ColumnParser parser, ConstraintParser constraints, List<Column> columns, HashSet<string> names)
    {
        if (!constraints.TryTable())
        {
            var token = reader.Current;
            var column = parser.Parse(columns.Count);
            if (!names.Add(column.Name))
            {
                reader.Report(ColumnNames.Taken(reader, token));
            }

            columns.Add(column);
        }

        if (!reader.Current.IsSymbol(',') && !reader.Current.IsSymbol(')'))
        {
            throw reader.Unexpected("',' or ')' after the column");
        }
    }

    /// <summary>Skips a column from its start, with the fields of its STRUCTs.</summary>
    private void SkipItem(int place)
    {
        reader.Return(place);
        if (_ignoreAngles)
        {
            reader.TakeUntil(IsItemEnd);
            return;
        }

        var angles = 0;
        reader.TakeUntil(() =>
        {
            angles = Math.Max(0, angles + (reader.Current.IsSymbol('<') ? 1 : reader.Current.IsSymbol('>') ? -1 : 0));
            return angles == 0 && IsItemEnd();
        });
        if (!reader.AtStatementEnd) return;
        // A bracket of a type is missing, or it was an operator.
        _ignoreAngles = true;
        reader.Return(place);
        reader.TakeUntil(IsItemEnd);
    }

    private bool IsItemEnd() => reader.Current.IsSymbol(',') || reader.Current.IsSymbol(')');
}
