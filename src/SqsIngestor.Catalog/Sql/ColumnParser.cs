using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads a column: its name, its type, and its properties in any order.</summary>
internal sealed class ColumnParser(SqlTokenReader reader, ConstraintParser constraints)
{
    /// <summary>
    /// Every property that is not a constraint, by the words that begin it. A DEFAULT ends where one of them begins.
    /// </summary>
    private static readonly Property[] Properties =
    [
        new(["NOT", "NULL"], (_, column) => column with { Nullable = false }),
        new(["NULL"], (_, column) => column),
        new(["COMMENT"], (parser, column) => column with { Comment = parser.ParseComment() }),
        new(["COLLATE"], (parser, column) => parser.ParseCollation(column)),
        new(["DEFAULT"], (parser, column) => column with { Fill = new(ColumnFillKind.Default, parser.ParseDefault()) }),
        new(["GENERATED"], (parser, column) => column with { Fill = parser.ParseGenerated() }),
        new(["MASK"], (parser, column) => parser.SkipMask(column)),
        new(["TAGS"], (parser, column) => TagList.Apply(column, parser.ParseTags())) { TakesBrackets = true },
    ];

    // An operand follows them, so no property does.
    private static readonly string[] Operators =
    [
        "IS", "NOT", "AND", "OR", "LIKE", "ILIKE", "RLIKE", "REGEXP", "IN", "BETWEEN", "DISTINCT", "FROM", "DIV", "CASE", "WHEN",
        "THEN", "ELSE",
    ];

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
        while (true)
        {
            if (Find() is { } property)
            {
                reader.TryWords(property.Words);
                column = property.Read(this, column);
            }
            else if (!constraints.TryColumn(column.Name))
            {
                return column;
            }
        }
    }

    /// <summary>Reads the expression after DEFAULT, up to the next property.</summary>
    public string ParseDefault()
    {
        var start = reader.Place;
        var text = reader.TakeUntil(
            () => reader.Current.IsSymbol(',') || reader.Current.IsSymbol(')')
                || (reader.Place == start ? !reader.AreWords("NULL") && StartsNext() : !NeedsOperand() && StartsNext()));
        return text.Length > 0 ? text : throw reader.Unexpected("an expression");
    }

    private Property? Find() => Array.Find(
        Properties, property => reader.AreWords(property.Words) && (!property.TakesBrackets || reader.Next.IsSymbol('(')));

    /// <summary>Whether something other than an expression begins here. FIRST and AFTER are of ALTER TABLE.</summary>
    private bool StartsNext() =>
        Find() is not null || constraints.StartsColumn || reader.AreWords("AFTER") || reader.AreWords("FIRST");

    /// <summary>Whether the expression cannot end before the current token.</summary>
    private bool NeedsOperand() => reader.Previous switch
    {
        { Kind: SqlTokenKind.Word } word => Array.Exists(Operators, word.IsWord),
        { Kind: SqlTokenKind.Symbol } symbol => !symbol.IsSymbol(')') && !symbol.IsSymbol(']'),
        _ => false,
    };

    private string ParseComment() => reader.ExpectLiteral("the comment in quotes");

    private Column ParseCollation(Column column)
    {
        var collation = reader.ExpectName("the name of a collation");
        return column.Type.Kind == DeltaKind.String ? column with { Type = new CollatedStringType(collation) } : column;
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

        return ParseNumbers(new ColumnFill(byDefault ? ColumnFillKind.IdentityByDefault : ColumnFillKind.IdentityAlways));
    }

    /// <summary><c>(START WITH n INCREMENT BY n)</c>: both are optional, in any order, with or without a comma.</summary>
    private ColumnFill ParseNumbers(ColumnFill identity)
    {
        if (!reader.TrySymbol('(')) return identity;
        while (!reader.TrySymbol(')'))
        {
            if (reader.TryWords("START", "WITH"))
            {
                identity = identity with { Start = reader.ExpectInteger("the first number") };
            }
            else if (reader.TryWords("INCREMENT", "BY"))
            {
                var token = reader.Current;
                identity = identity with { Step = reader.ExpectInteger("the step between two numbers") };
                if (identity.Step == 0) throw reader.Fault(token, SqlErrors.NumberOutOfRange, "a step that is not 0");
            }
            else
            {
                throw reader.Unexpected("START WITH, INCREMENT BY or ')'");
            }

            reader.TrySymbol(',');
        }

        return identity;
    }

    /// <summary>The function of a mask, and what else it takes. Masks and filters matter to readers only.</summary>
    private Column SkipMask(Column column)
    {
        _names.Parse("the name of a function");
        if (reader.TryWords("USING", "COLUMNS")) reader.TakeBrackets("'(' and names of columns");
        return column;
    }

    /// <summary>The text of the tags between brackets.</summary>
    public string ParseTags() => reader.TakeBrackets("'(' and tags");

    /// <summary>A property of a column.</summary>
    /// <param name="Words">The words that begin it.</param>
    /// <param name="Read">Reads what is after them, and returns the column with the property.</param>
    private sealed record Property(string[] Words, Func<ColumnParser, Column, Column> Read)
    {
        /// <summary>Whether the word begins a property only in front of a bracket; otherwise it can be a name.</summary>
        public bool TakesBrackets { get; init; }
    }
}
