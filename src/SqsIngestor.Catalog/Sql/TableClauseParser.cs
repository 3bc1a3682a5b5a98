namespace SqsIngestor.Catalog.Sql;

/// <summary>Parses the clauses after the columns, in any order.</summary>
internal sealed class TableClauseParser(SqlTokenReader reader)
{
    public CreateTableStatement ParseClauses(CreateTableStatement statement)
    {
        while (!reader.AtEnd && !reader.Current.IsSymbol(';')) statement = ParseClause(statement);
        return statement;
    }

    private CreateTableStatement ParseClause(CreateTableStatement statement)
    {
        if (reader.TryWords("COMMENT")) return statement with { Comment = reader.ExpectLiteral("the table's comment in quotes") };
        if (reader.TryWords("USING"))
        {
            return statement with { Format = reader.ExpectName("a format such as DELTA").ToUpperInvariant() };
        }
        if (reader.TryWords("TBLPROPERTIES")) return statement with { Properties = ParseProperties() };
        if (reader.TryWords("LOCATION"))
        {
            reader.ExpectLiteral("a path in quotes");
            return statement with { External = true };
        }

        if (reader.TryWords("PARTITIONED", "BY") || reader.TryWords("CLUSTER", "BY"))
        {
            SkipLayout();
            return statement;
        }

        throw reader.Unexpected(
            "USING, COMMENT, TBLPROPERTIES, PARTITIONED BY, CLUSTER BY, LOCATION or the end of the statement");
    }

    /// <summary>Skips the layout of files, which does not matter to writers.</summary>
    private void SkipLayout()
    {
        if (reader.TryWords("AUTO") || reader.TryWords("NONE")) return;
        reader.ExpectSymbol('(', "'(' and names of columns");
        do
        {
            do
            {
                reader.ExpectName("the name of a column");
            }
            while (reader.TrySymbol('.'));
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')');
    }

    private Dictionary<string, string> ParseProperties()
    {
        var properties = new Dictionary<string, string>();
        reader.ExpectSymbol('(', "'(' and properties");
        do
        {
            var token = reader.Current;
            var key = ParseKey();
            reader.TrySymbol('=');
            if (!properties.TryAdd(key, ParseValue()))
            {
                throw SqlTokenReader.Fault(token, SqlErrors.DuplicateName, "a property that is not set twice");
            }
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')', "',' or ')' after the property");
        return properties;
    }

    private string ParseKey()
    {
        if (reader.Current.Kind == SqlTokenKind.Literal) return reader.Take().Text;
        var key = reader.ExpectName("the name of a property");
        while (reader.TrySymbol('.')) key += "." + reader.ExpectName("the rest of the property's name");
        return key;
    }

    private string ParseValue()
    {
        var sign = reader.TrySymbol('-') ? "-" : "";
        if (reader.Current.Kind == SqlTokenKind.Number)
        {
            var number = sign + reader.Take().Text;
            return reader.TrySymbol('.') && reader.Current.Kind == SqlTokenKind.Number
                ? $"{number}.{reader.Take().Text}"
                : number;
        }

        if (sign.Length == 0 && reader.Current.Kind == SqlTokenKind.Literal) return reader.Take().Text;
        if (sign.Length == 0 && reader.TryWords("TRUE")) return "true";
        if (sign.Length == 0 && reader.TryWords("FALSE")) return "false";
        throw reader.Unexpected("a string, a number, true or false");
    }
}
