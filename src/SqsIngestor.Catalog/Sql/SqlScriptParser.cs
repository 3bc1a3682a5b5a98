using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Reads the tables that are there after a whole script: CREATE, ALTER and DROP TABLE, and USE in their order, and the names of
/// views. Skips other statements of Databricks, which make neither. The statements inside BEGIN, IF and loops count as if they
/// ran once.
/// </summary>
internal sealed class SqlScriptParser(SqlTokenReader reader)
{
    private const string NameOfTable = "the name of the table";

    private static readonly string[] Statements =
    [
        "CREATE", "REPLACE", "ALTER", "USE", "SET", "ANALYZE", "BEGIN", "CACHE", "CALL", "CLEAR", "CLONE", "COMMENT", "CONVERT",
        "COPY", "DECLARE", "DELETE", "DENY", "DESC", "DESCRIBE", "DROP", "ELSE", "ELSEIF", "END", "EXECUTE", "EXPLAIN", "FOR",
        "FSCK", "GENERATE", "GET", "GRANT", "IF", "INSERT", "ITERATE", "LEAVE", "LIST", "LOOP", "MERGE", "MSCK", "OPTIMIZE",
        "PUT", "REFRESH", "REMOVE", "REORG", "REPAIR", "REPEAT", "RESET", "RESIGNAL", "RESTORE", "REVOKE", "SELECT", "SHOW",
        "SIGNAL", "SYNC", "TRUNCATE", "UNCACHE", "UNDROP", "UNTIL", "UPDATE", "VACUUM", "VALUES", "WHEN", "WHILE", "WITH",
        "ADD", "COMMIT", "ROLLBACK", "UNSET",
    ];

    private static readonly string[] Objects =
    [
        "AGGREGATE", "BLOOMFILTER", "CATALOG", "CONNECTION", "CREDENTIAL", "DATABASE", "EXTERNAL", "FLOW", "FOREIGN", "FUNCTION",
        "GLOBAL", "GROUP", "MATERIALIZED", "POLICY", "PRIVATE", "PROCEDURE", "PROVIDER", "RECIPIENT", "ROLE", "SCHEMA",
        "SERVICE", "SHARE", "STORAGE", "STREAMING", "TEMP", "TEMPORARY", "VIEW", "VOLUME",
    ];

    // A statement follows the second word.
    private static readonly (string Word, string Opens)[] Conditions =
        [("IF", "THEN"), ("ELSEIF", "THEN"), ("CASE", "THEN"), ("WHEN", "THEN"), ("WHILE", "DO"), ("FOR", "DO")];

    private static readonly string[] Ends = ["IF", "CASE", "WHILE", "FOR", "LOOP", "REPEAT"];

    private readonly List<CreateTableStatement> _tables = [];
    private readonly List<CreateTableStatement> _views = [];
    private readonly ObjectNameParser _names = new(reader);
    private readonly ViewParser _viewParser = new(reader);
    private string? _catalog;
    private string? _schema;

    /// <exception cref="SqlSyntaxException">The text has problems; all of them.</exception>
    public (IReadOnlyList<CreateTableStatement> Tables, IReadOnlyList<CreateTableStatement> Views) Parse()
    {
        while (true)
        {
            while (reader.TrySymbol(';'))
            {
            }

            if (reader.AtEnd) break;
            try
            {
                ParseStatement();
            }
            catch (SqlSyntaxException e)
            {
                reader.Report(e);
                while (!reader.AtStatementEnd) reader.Take();
            }
        }

        reader.ThrowProblems();
        return (_tables, _views);
    }

    private void ParseStatement()
    {
        var create = reader.AreWords("CREATE") || (reader.AreWords("REPLACE") && reader.Next.IsWord("TABLE"));
        if (create && !IsOtherObject())
        {
            Create();
            return;
        }

        if (create && _viewParser.Created() is { } created)
        {
            created = created with { NameParts = Resolve(created.NameParts) };
            RemoveView(created.NameParts);
            _views.Add(created);
        }

        if (TryBlock()) return;
        if (reader.TryWords("ALTER", "TABLE"))
        {
            Alter();
        }
        else if (reader.TryWords("COMMENT", "ON", "COLUMN"))
        {
            CommentOnColumn();
        }
        else if (reader.TryWords("COMMENT", "ON", "TABLE"))
        {
            var index = IndexOf(Resolve(_names.Parse(NameOfTable)));
            if (index >= 0) _tables[index] = _tables[index] with { Comment = ParseComment() };
        }
        else if (_viewParser.Dropped() is { } view)
        {
            RemoveView(Resolve(view));
        }
        else if (_viewParser.Tagged() is var (column, isSet))
        {
            TagColumn(column, isSet);
        }
        else if (reader.TryWords("DROP", "TABLE"))
        {
            reader.TryWords("IF", "EXISTS");
            var index = IndexOf(Resolve(_names.Parse(NameOfTable)));
            if (index >= 0) _tables.RemoveAt(index);
        }
        else if (reader.TryWords("USE", "CATALOG") || reader.TryWords("SET", "CATALOG"))
        {
            (_catalog, _schema) = (ParseCatalog(), null);
        }
        else if (reader.TryWords("USE"))
        {
            Use();
        }
        else if (!create && !Array.Exists(Statements, word => reader.AreWords(word)))
        {
            throw reader.Unexpected(
                "CREATE TABLE or another statement",
                reader.Current.Kind == SqlTokenKind.Word ? Nearest.Hint(reader.Current.Text, Statements) : null);
        }

        while (!reader.AtStatementEnd) reader.Take();
    }

    /// <summary>Whether CREATE makes something other than a table, and takes no token.</summary>
    private bool IsOtherObject()
    {
        var place = reader.Place;
        if (!reader.TryWords("CREATE")) return false;
        if (!reader.TryWords("OR", "REPLACE")) reader.TryWords("OR", "REFRESH");
        var first = reader.Current;
        while (Array.Exists(Objects, word => reader.AreWords(word))) reader.Take();
        var other = !reader.AreWords("TABLE") && Array.Exists(Objects, word => first.IsWord(word));
        reader.Return(place);
        return other;
    }

    private void Create()
    {
        var name = NameToken();
        var statement = new CreateTableParser(reader, Find).Parse();
        statement = statement with { NameParts = Resolve(statement.NameParts) };
        var index = IndexOf(statement.NameParts);
        if (index < 0) _tables.Add(statement);
        else if (statement.OrReplace) _tables[index] = statement;
        else if (!statement.IfNotExists) reader.Report(Taken(name));
        if (!reader.AtStatementEnd) throw reader.Unexpected("';' between two statements");
    }

    /// <summary>The first token of the name of a table after CREATE; takes no token.</summary>
    private SqlToken NameToken()
    {
        var place = reader.Place;
        while (!reader.AtStatementEnd && !reader.Take().IsWord("TABLE"))
        {
        }

        reader.TryWords("IF", "NOT", "EXISTS");
        var token = reader.Current;
        reader.Return(place);
        return token;
    }

    private void Alter()
    {
        reader.TryWords("IF", "EXISTS");
        var index = IndexOf(Resolve(_names.Parse(NameOfTable)));
        if (index < 0)
        {
            // A table that is made elsewhere.
            reader.TakeUntil(() => false);
            return;
        }

        var action = reader.Current;
        var altered = new AlterTableParser(reader).Apply(_tables[index]);
        altered = altered with { NameParts = Resolve(altered.NameParts) };
        var other = IndexOf(altered.NameParts);
        if (other >= 0 && other != index) throw Taken(action);
        _tables[index] = altered;
    }

    /// <summary>Gives a column a comment. A column of a table that is made elsewhere is skipped.</summary>
    private void CommentOnColumn()
    {
        var parts = new ObjectNameParser(reader, 4).Parse("the name of a column, after that of its table");
        var last = reader.Previous;
        if (parts.Count < 2) throw reader.Unexpected("'.' and the name of a column");
        var index = IndexOf(Resolve([.. parts.SkipLast(1)]));
        if (index < 0)
        {
            reader.TakeUntil(() => false);
            return;
        }

        var columns = _tables[index].Columns.ToList();
        var at = ColumnNames.IndexOf(columns, parts[^1]);
        if (at < 0) throw ColumnNames.Missing(reader, last, columns);
        columns[at] = columns[at] with { Comment = ParseComment() };
        _tables[index] = _tables[index] with { Columns = columns };
    }

    /// <summary>The text after IS; null for NULL.</summary>
    private string? ParseComment()
    {
        reader.ExpectWord("IS");
        return reader.TryWords("NULL") ? null : reader.ExpectLiteral("the comment in quotes, or NULL");
    }

    /// <summary>Gives a column the rescue tag, or takes it away. A column that this text does not make is skipped.</summary>
    private void TagColumn(IReadOnlyList<string> name, bool isSet)
    {
        var index = IndexOf(Resolve([.. name.SkipLast(1)]));
        var columns = index < 0 ? [] : _tables[index].Columns.ToList();
        var at = ColumnNames.IndexOf(columns, name[^1]);
        if (at < 0) return;
        columns[at] = columns[at] with { IsTaggedRescue = isSet };
        _tables[index] = _tables[index] with { Columns = columns };
    }

    private void RemoveView(IReadOnlyList<string> name) =>
        _views.RemoveAll(view => view.NameParts.SequenceEqual(name, StringComparer.OrdinalIgnoreCase));

    private SqlSyntaxException Taken(SqlToken token) =>
        reader.Fault(token, SqlErrors.DuplicateName, "a name that no other table of the text has, OR REPLACE or IF NOT EXISTS");

    /// <summary>Takes what comes before the next statement of a block: BEGIN, IF … THEN, WHILE … DO and the like.</summary>
    private bool TryBlock()
    {
        if (reader.Current.IsName && reader.Next.IsSymbol(':'))
        {
            // A label.
            reader.Take();
            reader.Take();
            return true;
        }

        if (reader.TryWords("BEGIN"))
        {
            if (!reader.TryWords("NOT", "ATOMIC") && !reader.TryWords("ATOMIC")) reader.TryWords("TRANSACTION");
            return true;
        }

        if (reader.TryWords("ELSE") || reader.TryWords("LOOP") || reader.TryWords("REPEAT")) return true;
        if (reader.TryWords("END"))
        {
            // What ends, or its label.
            if (reader.Current.IsName && !Array.Exists(Statements, reader.Current.IsWord)) reader.Take();
            else if (Array.Exists(Ends, reader.Current.IsWord)) reader.Take();
            return true;
        }

        var opens = Array.Find(Conditions, pair => reader.AreWords(pair.Word)).Opens;
        if (opens is null) return false;
        reader.TakeUntil(() => reader.AreWords(opens));
        reader.TryWords(opens);
        return true;
    }

    private void Use()
    {
        if (!reader.TryWords("SCHEMA") && !reader.TryWords("DATABASE")) reader.TryWords("NAMESPACE");
        var parts = _names.Parse("the name of a schema");
        _schema = parts[^1];
        if (parts.Count > 1) _catalog = parts[^2];
    }

    private string ParseCatalog() =>
        reader.Current.Kind == SqlTokenKind.Literal ? reader.Take().Text : _names.Parse("the name of a catalog")[^1];

    /// <summary>The name with what USE set.</summary>
    private IReadOnlyList<string> Resolve(IReadOnlyList<string> parts) => parts.Count switch
    {
        1 when _schema is not null => _catalog is null ? [_schema, parts[0]] : [_catalog, _schema, parts[0]],
        1 when _catalog is not null => [_catalog, TableName.DefaultSchema, parts[0]],
        2 when _catalog is not null => [_catalog, .. parts],
        _ => parts,
    };

    private CreateTableStatement? Find(IReadOnlyList<string> parts)
    {
        var index = IndexOf(Resolve(parts));
        return index < 0 ? null : _tables[index];
    }

    private int IndexOf(IReadOnlyList<string> name) =>
        _tables.FindIndex(table => table.NameParts.SequenceEqual(name, StringComparer.OrdinalIgnoreCase));
}
