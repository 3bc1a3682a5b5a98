using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads the clauses after the columns, in any order.</summary>
/// <param name="reader">The tokens.</param>
/// <param name="columns">Reads columns of PARTITIONED BY.</param>
/// <param name="hasAllColumns">Whether names of columns are looked up. False if a problem hides columns of the table.</param>
internal sealed class TableClauseParser(SqlTokenReader reader, ColumnParser columns, bool hasAllColumns)
{
    /// <summary>Every clause, by the words that begin it. Messages, hints and the end of a free text follow from it.</summary>
    private static readonly Clause[] Clauses =
    [
        new("USING", (parser, table) => table with { Format = parser.ParseFormat() }),
        new("COMMENT", (parser, table) => table with { Comment = parser.ParseComment() }),
        new("TBLPROPERTIES", (parser, table) => table with { Properties = parser.ParseProperties(table.Properties) }),
        // What matters only to the layout of files, to readers or to pipelines is skipped.
        new("OPTIONS", Skip(parser => parser._properties.Parse())),
        new("PARTITIONED BY", (parser, table) => table with { Columns = parser.ParsePartitions(table.Columns) }),
        new("CLUSTER BY", (parser, table) => parser.SkipClusters(table)),
        new("CLUSTERED BY", (parser, table) => parser.SkipBuckets(table)),
        new("LOCATION", (parser, table) => parser.ParseLocation(table)),
        new("STORED AS", (parser, table) => table with { Format = parser.ParseFormat() }),
        new("ROW FORMAT", Skip(parser => parser.SkipToNextClause())),
        new("DEFAULT COLLATION", Skip(parser => parser.SkipCollation())),
        new("WITH ROW FILTER", Skip(parser => parser.SkipFilter())),
        new("ROW FILTER", Skip(parser => parser.SkipFilter())),
        new("WITH TAGS", Skip(parser => parser.SkipTags())),
        new("TAGS", Skip(parser => parser.SkipTags())),
        new("SCHEDULE", Skip(parser => parser.SkipToNextClause())),
        new("TRIGGER", Skip(parser => parser.SkipToNextClause())),
        // Only Databricks can run the query; the columns are given.
        new("AS", Skip(parser => parser.SkipQuery())),
        new("SELECT", Skip(parser => parser.SkipQuery())),
    ];

    private static readonly string Expected =
        string.Join(", ", Clauses.Select(clause => clause.Name)) + " or the end of the statement";

    private readonly PropertyListParser _properties = new(reader);
    private readonly ObjectNameParser _names = new(reader);

    /// <summary>Whether the first word of a clause follows.</summary>
    public static bool IsClause(SqlTokenReader reader) => Array.Exists(Clauses, clause => reader.Current.IsWord(clause.Words[0]));

    public CreateTableStatement Parse(CreateTableStatement table)
    {
        while (!reader.AtStatementEnd)
        {
            var clause = Find()
                ?? throw reader.Unexpected(Expected, reader.Current.IsName ? Hint() : null);
            reader.TryWords(clause.Words);
            table = clause.Read(this, table);
        }

        return table;
    }

    private Clause? Find() => Array.Find(Clauses, clause => reader.AreWords(clause.Words));

    /// <summary>The clauses that begin with the current word, or the nearest one.</summary>
    private string? Hint()
    {
        var begun = Clauses.Where(clause => reader.Current.IsWord(clause.Words[0])).Select(clause => $"'{clause.Name}'").ToList();
        return begun.Count > 0
            ? $"did you mean {string.Join(" or ", begun)}?"
            : Nearest.Hint(reader.Current.Text, Clauses.Select(known => known.Words[0]));
    }

    private string ParseFormat()
    {
        var format = reader.ExpectName("a format such as DELTA");
        while (reader.TrySymbol('.')) format += "." + reader.ExpectName("the rest of the format's name");
        return format.ToUpperInvariant();
    }

    private string ParseComment() => reader.ExpectLiteral("the table's comment in quotes");

    private Dictionary<string, string> ParseProperties(IReadOnlyDictionary<string, string> old)
    {
        var all = _properties.Parse();
        foreach (var (key, value) in old) all.TryAdd(key, value);
        return all;
    }

    private CreateTableStatement ParseLocation(CreateTableStatement table)
    {
        reader.ExpectLiteral("a path in quotes");
        if (reader.AreWords("WITH") && reader.Next.IsSymbol('('))
        {
            reader.Take();
            reader.TakeBrackets("'(' and CREDENTIAL");
        }

        return table with { External = true };
    }

    /// <summary>Names of columns, of which one with a type is a column of its own, and expressions.</summary>
    private List<Column> ParsePartitions(IReadOnlyList<Column> known)
    {
        var all = known.ToList();
        var index = 0;
        reader.ExpectSymbol('(', "'(' and names of columns");
        do
        {
            var name = reader.Current;
            if (reader.Current.IsName && reader.Next.IsName)
            {
                var column = columns.Parse(all.Count);
                if (ColumnNames.IndexOf(all, column.Name) >= 0) reader.Report(ColumnNames.Taken(reader, name));
                else all.Add(column with { PartitionIndex = index++ });
                continue;
            }

            reader.ExpectName("the name of a column");
            if (reader.Current.IsSymbol(',') || reader.Current.IsSymbol(')'))
            {
                RequireColumn(name, all);
                var at = ColumnNames.IndexOf(all, name.Text);
                if (at >= 0) all[at] = all[at] with { PartitionIndex = index++ };
            }

            reader.TakeUntil(() => reader.Current.IsSymbol(',') || reader.Current.IsSymbol(')'));
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')');
        return all;
    }

    private CreateTableStatement SkipClusters(CreateTableStatement table)
    {
        if (!reader.TryWords("AUTO") && !reader.TryWords("NONE")) SkipNames(table);
        return table;
    }

    private CreateTableStatement SkipBuckets(CreateTableStatement table)
    {
        SkipNames(table);
        if (reader.TryWords("SORTED", "BY")) reader.TakeBrackets("'(' and names of columns");
        reader.ExpectWord("INTO");
        reader.ExpectNumber("the number of buckets", 1, int.MaxValue);
        reader.ExpectWord("BUCKETS");
        return table;
    }

    /// <summary>Names of columns and of their fields.</summary>
    private void SkipNames(CreateTableStatement table)
    {
        reader.ExpectSymbol('(', "'(' and names of columns");
        do
        {
            if (reader.Current.IsSymbol(')')) break;
            var name = reader.Current;
            reader.ExpectName("the name of a column");
            RequireColumn(name, table.Columns);
            while (reader.TrySymbol('.')) reader.ExpectName("the name of a field");
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')');
    }

    private void RequireColumn(SqlToken name, IReadOnlyList<Column> known)
    {
        if (hasAllColumns && ColumnNames.IndexOf(known, name.Text) < 0) reader.Report(ColumnNames.Missing(reader, name, known));
    }

    private void SkipCollation() => reader.ExpectName("the name of a collation");

    private void SkipFilter()
    {
        _names.Parse("the name of a function");
        reader.ExpectWord("ON");
        reader.TakeBrackets("'(' and names of columns");
    }

    private void SkipTags() => reader.TakeBrackets("'(' and tags");

    private void SkipToNextClause() => reader.TakeUntil(() => Find() is not null);

    private void SkipQuery() => reader.TakeUntil(() => false);

    private static Func<TableClauseParser, CreateTableStatement, CreateTableStatement> Skip(Action<TableClauseParser> skip) =>
        (parser, table) =>
        {
            skip(parser);
            return table;
        };

    /// <summary>A clause.</summary>
    /// <param name="Name">The words that begin it.</param>
    /// <param name="Read">Reads what is after them, and returns the table with the clause.</param>
    private sealed record Clause(string Name, Func<TableClauseParser, CreateTableStatement, CreateTableStatement> Read)
    {
        public string[] Words { get; } = Name.Split(' ');
    }
}
