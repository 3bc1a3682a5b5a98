namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Reads constraints, of a column and of a table. Delta does not enforce keys, so only two things of them matter: the columns of
/// a primary key are NOT NULL, and Zerobus refuses tables with CHECK constraints.
/// </summary>
internal sealed class ConstraintParser(SqlTokenReader reader)
{
    private readonly ObjectNameParser _names = new(reader);

    /// <summary>The columns of primary keys.</summary>
    public List<string> KeyColumns { get; } = [];

    /// <summary>CHECK constraints, as table properties.</summary>
    public Dictionary<string, string> Checks { get; } = [];

    /// <summary>Reads a constraint among the columns, or after ALTER TABLE … ADD; false if there is none.</summary>
    public bool TryTable()
    {
        var named = reader.AreWords("CONSTRAINT") && reader.Next.IsName;
        var isKey = reader.AreWords("PRIMARY", "KEY") || reader.AreWords("FOREIGN", "KEY")
            || (reader.AreWords("CHECK") && reader.Next.IsSymbol('('));
        if (!named && !isKey) return false;
        var name = ParseName();
        if (reader.TryWords("PRIMARY", "KEY"))
        {
            KeyColumns.AddRange(ParseColumns());
        }
        else if (reader.TryWords("FOREIGN", "KEY"))
        {
            ParseColumns();
            ParseReference();
        }
        else if (!TryCheck(name))
        {
            throw reader.Unexpected("PRIMARY KEY, FOREIGN KEY or CHECK");
        }

        SkipOptions();
        return true;
    }

    /// <summary>Reads a constraint of a column; false if there is none.</summary>
    public bool TryColumn(string column)
    {
        var named = reader.AreWords("CONSTRAINT");
        var name = ParseName();
        if (reader.TryWords("PRIMARY", "KEY"))
        {
            KeyColumns.Add(column);
        }
        else if (reader.TryWords("FOREIGN", "KEY") || reader.AreWords("REFERENCES"))
        {
            ParseReference();
        }
        else if (!TryCheck(name))
        {
            return named ? throw reader.Unexpected("PRIMARY KEY, FOREIGN KEY, REFERENCES or CHECK") : false;
        }

        SkipOptions();
        return true;
    }

    private string? ParseName() => reader.TryWords("CONSTRAINT") ? reader.ExpectName("the name of the constraint") : null;

    private bool TryCheck(string? name)
    {
        // EXPECT is the word of pipelines, for rows that are dropped or counted.
        if (reader.TryWords("EXPECT"))
        {
            reader.TakeBrackets("'(' and a condition");
            if (reader.TryWords("ON", "VIOLATION")) reader.TakeUntil(() => reader.Current.IsSymbol(','));
            return true;
        }

        if (!reader.TryWords("CHECK")) return false;
        Checks[name ?? $"check_{Checks.Count + 1}"] = reader.TakeBrackets("'(' and a condition");
        return true;
    }

    private void ParseReference()
    {
        reader.ExpectWord("REFERENCES");
        _names.Parse("the name of the table");
        if (reader.Current.IsSymbol('(')) ParseColumns();
    }

    private List<string> ParseColumns()
    {
        reader.ExpectSymbol('(', "'(' and names of columns");
        var columns = new List<string>();
        do
        {
            columns.Add(reader.ExpectName("the name of a column"));
            reader.TryWords("TIMESERIES");
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')');
        return columns;
    }

    private void SkipOptions()
    {
        while (reader.TryWords("NOT", "ENFORCED") || reader.TryWords("ENFORCED") || reader.TryWords("NOT", "DEFERRABLE")
            || reader.TryWords("DEFERRABLE") || reader.TryWords("INITIALLY", "DEFERRED") || reader.TryWords("RELY")
            || reader.TryWords("NORELY") || reader.TryWords("ENABLE", "NOVALIDATE") || reader.TryWords("MATCH", "FULL")
            || reader.TryWords("ON", "UPDATE", "NO", "ACTION") || reader.TryWords("ON", "DELETE", "NO", "ACTION"))
        {
        }
    }
}
