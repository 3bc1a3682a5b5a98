namespace SqsIngestor.Catalog.Sql;

/// <summary>
/// Reads the names of views, and tags of columns, from statements that are skipped otherwise. What it cannot read it leaves: no
/// problem of such a statement is one of the tables.
/// </summary>
internal sealed class ViewParser(SqlTokenReader reader)
{
    /// <summary>The view that CREATE makes for every session; null if it makes another object. Takes no token.</summary>
    public CreateTableStatement? Created()
    {
        var place = reader.Place;
        reader.TryWords("CREATE");
        if (!reader.TryWords("OR", "REPLACE")) reader.TryWords("OR", "REFRESH");
        reader.TryWords("PRIVATE");
        var kind = reader.TryWords("MATERIALIZED") ? "MATERIALIZED_VIEW" : "VIEW";
        var isView = reader.TryWords("VIEW");
        reader.TryWords("IF", "NOT", "EXISTS");
        var name = isView ? Name() : null;
        reader.Return(place);
        return name is null ? null : new CreateTableStatement(name, []) { Kind = kind, OrReplace = true };
    }

    /// <summary>The name of the view that DROP removes; null for another statement, of which no token is taken.</summary>
    public IReadOnlyList<string>? Dropped()
    {
        var place = reader.Place;
        if (!reader.TryWords("DROP", "VIEW") && !reader.TryWords("DROP", "MATERIALIZED", "VIEW")) return null;
        reader.TryWords("IF", "EXISTS");
        var name = Name();
        if (name is null) reader.Return(place);
        return name;
    }

    /// <summary>
    /// The name of the column to which SET TAG gives the rescue tag, or from which UNSET TAG takes it; null for another
    /// statement, of which no token is taken.
    /// </summary>
    public (IReadOnlyList<string> Name, bool IsSet)? Tagged()
    {
        var place = reader.Place;
        var isSet = reader.TryWords("SET", "TAG", "ON", "COLUMN");
        if (!isSet && !reader.TryWords("UNSET", "TAG", "ON", "COLUMN")) return null;
        var name = Name();
        if (name is { Count: > 1 } && TagList.IsRescue(reader.Current.Text)) return (name, isSet);
        reader.Return(place);
        return null;
    }

    /// <summary>Names between points; null if that is not what follows, or if only a parameter says the name.</summary>
    private List<string>? Name()
    {
        var parts = new List<string>();
        do
        {
            if (!reader.Current.IsName || (reader.Current.IsWord("IDENTIFIER") && reader.Next.IsSymbol('('))) return null;
            parts.Add(reader.Take().Text);
        }
        while (reader.TrySymbol('.'));
        return parts;
    }
}
