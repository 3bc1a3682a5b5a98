namespace SqsIngestor.Catalog.Sql;

/// <summary><c>[CONSTRAINT name] PRIMARY KEY (…) | FOREIGN KEY (…) REFERENCES …</c> among the columns.</summary>
internal static class TableConstraint
{
    public static bool TrySkip(SqlTokenReader reader)
    {
        var named = reader.TryWords("CONSTRAINT");
        if (named) reader.ExpectName("the name of the constraint");
        if (!reader.TryWords("PRIMARY", "KEY") && !reader.TryWords("FOREIGN", "KEY"))
        {
            return named ? throw reader.Unexpected("PRIMARY KEY or FOREIGN KEY") : false;
        }

        // Names, words and lists of names follow, up to a comma or the end of the columns.
        while (!reader.AtEnd && !reader.Current.IsSymbol(',') && !reader.Current.IsSymbol(')'))
        {
            if (reader.TrySymbol('('))
            {
                SkipNames(reader);
            }
            else
            {
                reader.Take();
            }
        }

        return true;
    }

    private static void SkipNames(SqlTokenReader reader)
    {
        do
        {
            reader.ExpectName("the name of a column");
            reader.TryWords("TIMESERIES");
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')');
    }
}
