using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads the clauses after the columns, in any order.</summary>
internal sealed class TableClauseParser(SqlTokenReader reader, ColumnParser columns)
{
    private const string Clauses =
        "USING, COMMENT, TBLPROPERTIES, OPTIONS, PARTITIONED BY, CLUSTER BY, LOCATION, DEFAULT COLLATION, WITH ROW FILTER "
        + "or the end of the statement";

    private static readonly string[] Words =
    [
        "USING", "COMMENT", "TBLPROPERTIES", "OPTIONS", "PARTITIONED", "CLUSTER", "CLUSTERED", "LOCATION", "DEFAULT", "WITH",
        "AS",
    ];

    private readonly PropertyListParser _properties = new(reader);
    private readonly ObjectNameParser _names = new(reader);

    public CreateTableStatement Parse(CreateTableStatement statement)
    {
        while (!reader.AtStatementEnd)
        {
            if (reader.AreWords("AS") || reader.AreWords("SELECT"))
            {
                // Only Databricks can run the query; the columns are given.
                reader.TakeUntil(() => false);
                return statement;
            }

            statement = ParseClause(statement);
        }

        return statement;
    }

    private CreateTableStatement ParseClause(CreateTableStatement statement)
    {
        if (reader.TryWords("COMMENT")) return statement with { Comment = reader.ExpectLiteral("the table's comment in quotes") };
        if (reader.TryWords("USING")) return statement with { Format = ParseFormat() };
        if (reader.TryWords("STORED", "AS")) return statement with { Format = ParseFormat() };
        if (reader.TryWords("TBLPROPERTIES"))
        {
            return statement with { Properties = Merge(statement.Properties, _properties.Parse()) };
        }
        if (reader.TryWords("LOCATION"))
        {
            reader.ExpectLiteral("a path in quotes");
            if (reader.TryWords("WITH")) reader.TakeBrackets("'(' and CREDENTIAL");
            return statement with { External = true };
        }

        if (reader.TryWords("PARTITIONED", "BY")) return statement with { Columns = ParsePartitions(statement.Columns) };
        return SkipClause()
            ? statement
            : throw reader.Unexpected(Clauses, reader.Current.IsName ? Nearest.Hint(reader.Current.Text, Words) : null);
    }

    /// <summary>Skips what matters to the layout of files, to readers and to pipelines.</summary>
    private bool SkipClause()
    {
        if (reader.TryWords("OPTIONS"))
        {
            _properties.Parse();
        }
        else if (reader.TryWords("CLUSTER", "BY"))
        {
            if (!reader.TryWords("AUTO") && !reader.TryWords("NONE")) SkipNames();
        }
        else if (reader.TryWords("CLUSTERED", "BY"))
        {
            SkipNames();
            if (reader.TryWords("SORTED", "BY")) reader.TakeBrackets("'(' and names of columns");
            reader.ExpectWord("INTO");
            reader.ExpectNumber("the number of buckets", 1, int.MaxValue);
            reader.ExpectWord("BUCKETS");
        }
        else if (reader.TryWords("DEFAULT", "COLLATION"))
        {
            reader.ExpectName("the name of a collation");
        }
        else if (reader.TryWords("WITH", "ROW", "FILTER") || reader.TryWords("ROW", "FILTER"))
        {
            _names.Parse("the name of a function");
            reader.ExpectWord("ON");
            reader.TakeBrackets("'(' and names of columns");
        }
        else if (reader.TryWords("WITH", "TAGS") || reader.TryWords("TAGS"))
        {
            reader.TakeBrackets("'(' and tags");
        }
        else if (reader.TryWords("SCHEDULE") || reader.TryWords("TRIGGER") || reader.TryWords("ROW", "FORMAT"))
        {
            reader.TakeUntil(() => Array.Exists(Words, word => reader.AreWords(word)));
        }
        else
        {
            return false;
        }

        return true;
    }

    private string ParseFormat()
    {
        var format = reader.ExpectName("a format such as DELTA");
        while (reader.TrySymbol('.')) format += "." + reader.ExpectName("the rest of the format's name");
        return format.ToUpperInvariant();
    }

    /// <summary>Names of columns, of which one with a type is a column of its own, and expressions.</summary>
    private List<Column> ParsePartitions(IReadOnlyList<Column> known)
    {
        var all = known.ToList();
        reader.ExpectSymbol('(', "'(' and names of columns");
        do
        {
            if (reader.Current.IsName && reader.Next.IsName)
            {
                all.Add(columns.Parse(all.Count));
                continue;
            }

            reader.ExpectName("the name of a column");
            reader.TakeUntil(() => reader.Current.IsSymbol(',') || reader.Current.IsSymbol(')'));
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')');
        return all;
    }

    private void SkipNames()
    {
        reader.ExpectSymbol('(', "'(' and names of columns");
        do
        {
            if (reader.Current.IsSymbol(')')) break;
            do
            {
                reader.ExpectName("the name of a column");
            }
            while (reader.TrySymbol('.'));
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')');
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> old, Dictionary<string, string> added)
    {
        foreach (var (key, value) in old) added.TryAdd(key, value);
        return added;
    }
}
