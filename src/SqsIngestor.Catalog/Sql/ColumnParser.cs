using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads a column: its name, its type, and its properties in any order.</summary>
internal sealed class ColumnParser(SqlTokenReader reader, ConstraintParser constraints)
{
    private readonly DeltaTypeParser _types = new(reader);
    private readonly ObjectNameParser _names = new(reader);

    public Column Parse(int position)
    {
        var name = reader.ExpectName("the name of a column");
        return ParseProperties(new Column(name, _types.ParseType()) { Position = position });
    }

    /// <summary>Reads a type alone.</summary>
    public DeltaType ParseType() => _types.ParseType();

    public Column ParseProperties(Column column)
    {
        while (TryProperty(ref column))
        {
        }

        return column;
    }

    /// <summary>Reads the expression after DEFAULT, up to the next property.</summary>
    public string ParseDefault()
    {
        var afterIs = false;
        var text = reader.TakeUntil(() =>
        {
            var ends = reader.Current.IsSymbol(',') || reader.Current.IsSymbol(')') || IsProperty(afterIs);
            afterIs = reader.Current.IsWord("IS");
            return ends;
        });
        return text.Length > 0 ? text : throw reader.Unexpected("an expression");
    }

    private bool TryProperty(ref Column column)
    {
        if (reader.TryWords("NOT", "NULL"))
        {
            column = column with { Nullable = false };
        }
        else if (reader.TryWords("NULL"))
        {
            return true;
        }
        else if (reader.TryWords("COMMENT"))
        {
            column = column with { Comment = reader.ExpectLiteral("the comment in quotes") };
        }
        else if (reader.TryWords("COLLATE"))
        {
            var collation = reader.ExpectName("the name of a collation");
            if (column.Type.Kind == DeltaKind.String) column = column with { Type = new CollatedStringType(collation) };
        }
        else if (reader.TryWords("DEFAULT"))
        {
            column = column with { Fill = new ColumnFill(ColumnFillKind.Default, ParseDefault()) };
        }
        else if (reader.TryWords("GENERATED"))
        {
            column = column with { Fill = ParseGenerated() };
        }
        else if (reader.TryWords("MASK"))
        {
            SkipFunction();
        }
        else if (reader.AreWords("TAGS") && reader.Next.IsSymbol('('))
        {
            reader.Take();
            reader.TakeBrackets("'(' and tags");
        }
        else
        {
            return constraints.TryColumn(column.Name);
        }

        return true;
    }

    private ColumnFill ParseGenerated()
    {
        var byDefault = reader.TryWords("BY", "DEFAULT");
        if (!byDefault && !reader.TryWords("ALWAYS")) throw reader.Unexpected("ALWAYS AS or BY DEFAULT AS IDENTITY");
        reader.ExpectWord("AS");
        if (!reader.TryWords("IDENTITY"))
        {
            if (byDefault) throw reader.Unexpected("IDENTITY");
            return new ColumnFill(ColumnFillKind.Generated, reader.TakeBrackets("IDENTITY, or '(' and an expression"));
        }

        var parameters = reader.Current.IsSymbol('(') ? reader.TakeBrackets("'('") : "";
        return new ColumnFill(byDefault ? ColumnFillKind.IdentityByDefault : ColumnFillKind.IdentityAlways, parameters);
    }

    /// <summary>The function of a mask, and what else it takes. Masks and filters matter to readers only.</summary>
    private void SkipFunction()
    {
        _names.Parse("the name of a function");
        if (reader.TryWords("USING", "COLUMNS")) reader.TakeBrackets("'(' and names of columns");
    }

    private bool IsProperty(bool afterIs) =>
        (!afterIs && reader.AreWords("NOT", "NULL")) || reader.AreWords("COMMENT") || reader.AreWords("GENERATED")
        || reader.AreWords("MASK") || reader.AreWords("CONSTRAINT") || reader.AreWords("PRIMARY", "KEY")
        || reader.AreWords("FOREIGN", "KEY") || reader.AreWords("REFERENCES") || reader.AreWords("COLLATE")
        // Of ALTER TABLE … ADD COLUMN.
        || reader.AreWords("AFTER") || reader.AreWords("FIRST");
}
