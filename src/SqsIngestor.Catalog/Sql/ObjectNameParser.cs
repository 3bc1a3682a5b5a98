namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads names of parts between points, also as <c>IDENTIFIER(:catalog || '.sales.orders')</c>.</summary>
/// <param name="reader">The tokens.</param>
/// <param name="mostParts">The most parts of a name: 3 for a table, 4 for a column of a table.</param>
internal sealed class ObjectNameParser(SqlTokenReader reader, int mostParts = 3)
{
    /// <param name="what">What the name is for, as messages say it.</param>
    public List<string> Parse(string what)
    {
        var parts = new List<string>();
        ParsePart(parts, what);
        while (reader.TrySymbol('.'))
        {
            if (parts.Count == mostParts) throw TooMany();
            ParsePart(parts, $"the next part of {what}");
        }

        return parts;
    }

    private void ParsePart(List<string> parts, string what)
    {
        if (!reader.Current.IsWord("IDENTIFIER") || !reader.Next.IsSymbol('('))
        {
            parts.Add(reader.ExpectName(what));
            return;
        }

        reader.Take();
        reader.Take();
        var place = reader.Current;
        var text = ParseText();
        reader.ExpectSymbol(')', "'||' or ')' after the string");
        foreach (var part in Split(text, place)) parts.Add(part);
        if (parts.Count > mostParts) throw TooMany();
    }

    /// <summary>Strings and parameters, joined by <c>||</c> or next to each other.</summary>
    private string ParseText()
    {
        var text = "";
        do
        {
            text += ParseTerm();
            while (reader.Current.Kind == SqlTokenKind.Literal || reader.Current.IsSymbol(':')) text += ParseTerm();
        }
        while (reader.TrySymbol('|') && reader.TrySymbol('|'));
        return text;
    }

    private string ParseTerm()
    {
        if (reader.Current.Kind == SqlTokenKind.Literal) return reader.Take().Text;
        var marker = reader.TrySymbol(':');
        var token = reader.Current;
        var name = reader.ExpectName(marker ? "the name of a parameter" : "a string, or a parameter such as :catalog");
        if (reader.Variables.TryGetValue(name, out var value)) return value;
        reader.Report(
            reader.Fault(token, SqlErrors.UnknownVariable, $"a value for it: --var {name}=VALUE", reader.VariableHint(name)));
        return name;
    }

    private List<string> Split(string text, SqlToken place)
    {
        var inner = new SqlTokenReader(text);
        var parts = new List<string>();
        do
        {
            if (!inner.Current.IsName) break;
            parts.Add(inner.Take().Text);
            if (inner.AtEnd && inner.Problems.Count == 0) return parts;
        }
        while (inner.TrySymbol('.'));

        throw reader.Fault(place, SqlErrors.UnexpectedText, $"a string with a name, and not '{text}'");
    }

    private SqlSyntaxException TooMany() => reader.Unexpected(
        mostParts > 3 ? "a name of at most four parts, catalog.schema.table.column"
            : "a name of at most three parts, catalog.schema.table");
}
