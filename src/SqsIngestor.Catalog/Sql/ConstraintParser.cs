namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Reads constraints, of a column and of a table. Delta does not enforce keys, so only two things of them matter: the columns of
/// a primary key are NOT NULL, and Zerobus refuses tables with CHECK constraints.
/// </summary>
internal sealed class ConstraintParser(SqlTokenReader reader)
{
    private static readonly string[][] ColumnStarts =
        [["CONSTRAINT"], ["PRIMARY", "KEY"], ["FOREIGN", "KEY"], ["REFERENCES"], ["CHECK"], ["EXPECT"]];

    private readonly ObjectNameParser _names = new(reader);
    private readonly List<string> _primaryKey = [];
    private readonly List<SqlToken> _named = [];
    private readonly Dictionary<string, string> _checks = [];

    /// <summary>Whether a constraint of a column begins here.</summary>
    public bool StartsColumn => Array.Exists(ColumnStarts, words => reader.AreWords(words));

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
            var columns = ParseColumns();
            _named.AddRange(columns);
            _primaryKey.AddRange(columns.Select(column => column.Text));
        }
        else if (reader.TryWords("FOREIGN", "KEY"))
        {
            _named.AddRange(ParseColumns());
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
        if (!StartsColumn) return false;
        var name = ParseName();
        if (reader.TryWords("PRIMARY", "KEY"))
        {
            _primaryKey.Add(column);
        }
        else if (reader.TryWords("FOREIGN", "KEY") || reader.AreWords("REFERENCES"))
        {
            ParseReference();
        }
        else if (!TryCheck(name))
        {
            throw reader.Unexpected("PRIMARY KEY, FOREIGN KEY, REFERENCES or CHECK");
        }

        SkipOptions();
        return true;
    }

    /// <summary>The table with these constraints.</summary>
    /// <param name="table">The table.</param>
    /// <param name="hasAllColumns">
    /// Whether the columns of keys are looked up. False if a problem hides columns of the table.
    /// </param>
    public CreateTableStatement Apply(CreateTableStatement table, bool hasAllColumns = true)
    {
        foreach (var name in _named.Where(name => hasAllColumns && ColumnNames.IndexOf(table.Columns, name.Text) < 0))
        {
            reader.Report(ColumnNames.Missing(reader, name, table.Columns));
        }

        return table with
        {
            Columns = [
                .. table.Columns.Select(
                    column => _primaryKey.Contains(column.Name, StringComparer.OrdinalIgnoreCase)
                        ? column with { Nullable = false }
                        : column)],
            Properties = WithChecks(table.Properties),
        };
    }

    /// <summary>The property in which Delta keeps a CHECK constraint.</summary>
    public static string CheckProperty(string name) => $"delta.constraints.{name.ToLowerInvariant()}";

    private Dictionary<string, string> WithChecks(IReadOnlyDictionary<string, string> properties)
    {
        var all = new Dictionary<string, string>(properties);
        foreach (var (name, condition) in _checks) all[CheckProperty(name)] = condition;
        return all;
    }

    private string? ParseName() => reader.TryWords("CONSTRAINT") ? reader.ExpectName("the name of the constraint") : null;

    private bool TryCheck(string? name)
    {
        // EXPECT is the word of pipelines, for rows that are dropped or counted.
        if (reader.TryWords("EXPECT"))
        {
            reader.TakeBrackets("'(' and a condition");
            if (reader.TryWords("ON", "VIOLATION") && !reader.TryWords("DROP", "ROW") && !reader.TryWords("FAIL", "UPDATE"))
            {
                throw reader.Unexpected("DROP ROW or FAIL UPDATE");
            }

            return true;
        }

        if (!reader.TryWords("CHECK")) return false;
        _checks[name ?? $"check_{_checks.Count + 1}"] = reader.TakeBrackets("'(' and a condition");
        return true;
    }

    private void ParseReference()
    {
        reader.ExpectWord("REFERENCES");
        _names.Parse("the name of the table");
        if (reader.Current.IsSymbol('(')) ParseColumns();
    }

    private List<SqlToken> ParseColumns()
    {
        reader.ExpectSymbol('(', "'(' and names of columns");
        var columns = new List<SqlToken>();
        do
        {
            var token = reader.Current;
            reader.ExpectName("the name of a column");
            columns.Add(token);
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
