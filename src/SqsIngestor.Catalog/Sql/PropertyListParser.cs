namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads <c>(key = value, …)</c> of TBLPROPERTIES and OPTIONS.</summary>
internal sealed class PropertyListParser(SqlTokenReader reader)
{
    public Dictionary<string, string> Parse()
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
                throw reader.Fault(token, SqlErrors.DuplicateName, "a property that is not set twice");
            }
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')', "',' or ')' after the property");
        return properties;
    }

    /// <summary>Reads the keys of UNSET TBLPROPERTIES.</summary>
    public List<string> ParseKeys()
    {
        var keys = new List<string>();
        reader.ExpectSymbol('(', "'(' and the names of properties");
        do
        {
            keys.Add(ParseKey());
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol(')', "',' or ')' after the property");
        return keys;
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
