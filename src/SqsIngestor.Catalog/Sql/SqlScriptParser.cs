using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Reads the tables of a whole script: CREATE TABLE, and ALTER TABLE and USE in their order. Skips other statements of
/// Databricks, which make no table.
/// </summary>
internal sealed class SqlScriptParser(SqlTokenReader reader)
{
    private static readonly string[] Statements =
    [
        "CREATE", "REPLACE", "ALTER", "USE", "SET", "ANALYZE", "BEGIN", "CACHE", "CALL", "CLEAR", "CLONE", "COMMENT", "CONVERT",
        "COPY", "DECLARE", "DELETE", "DENY", "DESC", "DESCRIBE", "DROP", "ELSE", "END", "EXECUTE", "EXPLAIN", "FSCK", "GENERATE",
        "GET", "GRANT", "IF", "INSERT", "LIST", "MERGE", "MSCK", "OPTIMIZE", "PUT", "REFRESH", "REMOVE", "REORG", "REPAIR",
        "RESET", "RESTORE", "REVOKE", "SELECT", "SHOW", "SIGNAL", "SYNC", "TRUNCATE", "UNCACHE", "UNDROP", "UPDATE", "VACUUM",
        "VALUES", "WITH", "ADD",
    ];

    private static readonly string[] Objects =
    [
        "AGGREGATE", "BLOOMFILTER", "CATALOG", "CONNECTION", "CREDENTIAL", "DATABASE", "EXTERNAL", "FLOW", "FOREIGN", "FUNCTION",
        "GLOBAL", "GROUP", "MATERIALIZED", "POLICY", "PRIVATE", "PROCEDURE", "PROVIDER", "RECIPIENT", "ROLE", "SCHEMA",
        "SERVICE", "SHARE", "STORAGE", "STREAMING", "TEMP", "TEMPORARY", "VIEW", "VOLUME",
    ];

    private readonly List<CreateTableStatement> _tables = [];
    private readonly ObjectNameParser _names = new(reader);
    private string? _catalog;
    private string? _schema;

    /// <exception cref="SqlSyntaxException">The text has problems; all of them.</exception>
    public IReadOnlyList<CreateTableStatement> Parse()
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
        return _tables;
    }

    private void ParseStatement()
    {
        var create = reader.AreWords("CREATE") || (reader.AreWords("REPLACE") && reader.Next.IsWord("TABLE"));
        if (create && !IsOtherObject())
        {
            var statement = new CreateTableParser(reader, Find).Parse();
            _tables.Add(statement with { NameParts = Resolve(statement.NameParts) });
            if (!reader.AtStatementEnd) throw reader.Unexpected("';' between two statements");
            return;
        }

        if (reader.TryWords("ALTER", "TABLE"))
        {
            Alter();
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

    private void Alter()
    {
        reader.TryWords("IF", "EXISTS");
        var name = Resolve(_names.Parse("the name of the table"));
        var index = _tables.FindIndex(table => IsSame(table.NameParts, name));
        // A table that is made elsewhere.
        if (index < 0) return;
        _tables[index] = new AlterTableParser(reader).Apply(_tables[index]);
        _tables[index] = _tables[index] with { NameParts = Resolve(_tables[index].NameParts) };
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
        1 when _catalog is not null => [_catalog, "default", parts[0]],
        2 when _catalog is not null => [_catalog, .. parts],
        _ => parts,
    };

    private CreateTableStatement? Find(IReadOnlyList<string> parts)
    {
        var name = Resolve(parts);
        return _tables.Find(table => IsSame(table.NameParts, name));
    }

    private static bool IsSame(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.SequenceEqual(other, StringComparer.OrdinalIgnoreCase);
}
