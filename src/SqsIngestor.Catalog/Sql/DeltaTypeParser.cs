using System.Diagnostics;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Reads types as SQL and the catalog's <c>type_text</c> write them.</summary>
public static class DeltaTypeText
{
    /// <summary>Reads one type.</summary>
    /// <param name="text">For example <c>map&lt;string,struct&lt;a:int&gt;&gt;</c>.</param>
    /// <exception cref="SqlSyntaxException">The text is not exactly one type.</exception>
    public static DeltaType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new SqlTokenReader(text);
        DeltaType? type = null;
        try
        {
            type = new DeltaTypeParser(reader).ParseType();
            if (!reader.AtEnd) throw reader.Unexpected("the end of the type");
        }
        catch (SqlSyntaxException e)
        {
            reader.Report(e);
        }

        reader.ThrowProblems();
        return type!;
    }

    /// <summary>Reads one type; null if the text is not exactly one.</summary>
    /// <param name="text">As for <see cref="Parse"/>.</param>
    public static DeltaType? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (SqlSyntaxException)
        {
            return null;
        }
    }
}

/// <summary>Parses a type among the tokens of a statement.</summary>
internal sealed class DeltaTypeParser(SqlTokenReader reader)
{
    /// <summary>The limit on nesting of STRUCT, ARRAY and MAP. Protobuf parsers stop at 100 messages.</summary>
    public const int MaxDepth = 64;

    private const int MaxCharacters = int.MaxValue;

    public DeltaType ParseType() => ParseType(0);

    private DeltaType ParseType(int depth)
    {
        if (reader.Current.Kind != SqlTokenKind.Word) throw reader.Unexpected("a type");
        var token = reader.Current;
        if (depth > MaxDepth)
        {
            throw reader.Fault(token, SqlErrors.NestedTooDeep, $"at most {MaxDepth} levels of STRUCT, ARRAY and MAP");
        }

        reader.Take();
        if (TypeNames.Find(token.Text) is not { } name) return Unknown(token);
        if (!name.HasParameters)
        {
            return name.Kind == DeltaKind.String && reader.TryWords("COLLATE")
                ? new CollatedStringType(reader.ExpectName("the name of a collation"))
                : new ScalarType(name.Kind);
        }

        return name.Kind switch
        {
            DeltaKind.Decimal => ParseDecimal(),
            DeltaKind.Varchar => new VarcharType(ParseLength(name.Sql)),
            DeltaKind.Char => new CharType(ParseLength(name.Sql)),
            DeltaKind.Array => ParseArray(depth),
            DeltaKind.Map => ParseMap(depth),
            DeltaKind.Struct => ParseStruct(depth),
            DeltaKind.Interval => ParseInterval(),
            DeltaKind.Geography or DeltaKind.Geometry => ParseSpatial(name.Kind),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Notes a word that is not a type, and goes on after its parameters, so that others are found too.</summary>
    private UnknownType Unknown(SqlToken token)
    {
        reader.Report(
            reader.Fault(
                token, SqlErrors.UnknownType,
                "a Delta type such as STRING, BIGINT, DECIMAL(18,2), TIMESTAMP, ARRAY<…>, MAP<…> or STRUCT<…>",
                TypeSuggestion.Hint(token.Text)));
        if (reader.Current.IsSymbol('(')) reader.TakeBrackets("'('");
        if (reader.Current.IsSymbol('<'))
        {
            var depth = 0;
            do
            {
                depth += reader.Current.IsSymbol('<') ? 1 : reader.Current.IsSymbol('>') ? -1 : 0;
                reader.Take();
            }
            while (depth > 0 && !reader.AtStatementEnd);
        }

        return new UnknownType(token.Text);
    }

    private DecimalType ParseDecimal()
    {
        if (!reader.TrySymbol('(')) return new DecimalType(10, 0);
        var precision = reader.ExpectNumber($"a precision from 1 to {DecimalType.MaxPrecision}", 1, DecimalType.MaxPrecision);
        var scale = reader.TrySymbol(',') ? reader.ExpectNumber($"a scale from 0 to {precision}", 0, precision) : 0;
        reader.ExpectSymbol(')');
        return new DecimalType(precision, scale);
    }

    private int ParseLength(string name)
    {
        reader.ExpectSymbol('(', $"a length as in {name}(16)");
        var length = reader.ExpectNumber("a length from 1", 1, MaxCharacters);
        reader.ExpectSymbol(')');
        return length;
    }

    private ArrayType ParseArray(int depth)
    {
        reader.ExpectSymbol('<', "'<' and the type of the elements");
        var element = ParseType(depth + 1);
        reader.ExpectSymbol('>', "'>' after the type of the elements");
        return new ArrayType(element);
    }

    private MapType ParseMap(int depth)
    {
        reader.ExpectSymbol('<', "'<' and the types of key and value");
        var key = ParseType(depth + 1);
        reader.ExpectSymbol(',', "',' and the type of the values");
        var value = ParseType(depth + 1);
        reader.ExpectSymbol('>', "'>' after the type of the values");
        return new MapType(key, value);
    }

    private StructType ParseStruct(int depth)
    {
        reader.ExpectSymbol('<', "'<' and the fields of the struct");
        var fields = new List<StructField>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (reader.TrySymbol('>')) return new StructType(fields);
        do
        {
            var token = reader.Current;
            var name = reader.ExpectName("the name of a field");
            if (!names.Add(name))
            {
                throw reader.Fault(token, SqlErrors.DuplicateName, "a name that no other field of the struct has");
            }
            // The colon is optional in SQL.
            reader.TrySymbol(':');
            fields.Add(ParseField(name, depth));
        }
        while (reader.TrySymbol(','));
        reader.ExpectSymbol('>', "',' or '>' after the field");
        return new StructType(fields);
    }

    private StructField ParseField(string name, int depth)
    {
        var type = ParseType(depth + 1);
        var nullable = !reader.TryWords("NOT", "NULL");
        var comment = reader.TryWords("COMMENT") ? reader.ExpectLiteral("the comment in quotes") : null;
        return new StructField(name, type) { Nullable = nullable, Comment = comment };
    }

    private IntervalType ParseInterval()
    {
        var from = ParseIntervalUnit();
        return new IntervalType(reader.TryWords("TO") ? $"{from} TO {ParseIntervalUnit()}" : from);
    }

    private string ParseIntervalUnit()
    {
        foreach (var unit in (ReadOnlySpan<string>)["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"])
        {
            if (reader.TryWords(unit)) return unit;
        }

        throw reader.Unexpected("YEAR, MONTH, DAY, HOUR, MINUTE or SECOND");
    }

    private SpatialType ParseSpatial(DeltaKind kind)
    {
        reader.ExpectSymbol('(', "a spatial reference in parentheses, a number or ANY");
        if (reader.Current.Kind is not (SqlTokenKind.Number or SqlTokenKind.Word))
        {
            throw reader.Unexpected("a spatial reference, a number or ANY");
        }
        var reference = reader.Take().Text.ToUpperInvariant();
        reader.ExpectSymbol(')');
        return new SpatialType(kind, reference);
    }
}
