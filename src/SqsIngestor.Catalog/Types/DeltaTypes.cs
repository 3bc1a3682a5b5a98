using SqsIngestor.Shared;

namespace SqsIngestor.Catalog.Types;

/// <summary>A Delta type. Types are equal if everything in them is, comments and field names included.</summary>
public abstract record DeltaType
{
    /// <summary>The kind of the type.</summary>
    public abstract DeltaKind Kind { get; }

    /// <summary>The catalog's <c>type_text</c>: lower case, no spaces.</summary>
    public string ToTypeText() => TypeTextWriter.Write(this, TypeTextStyle.Catalog);

    /// <summary>The type as SQL, on one line.</summary>
    public sealed override string ToString() => TypeTextWriter.Write(this, TypeTextStyle.Sql);
}

/// <summary>A type without parameters, such as BIGINT or STRING.</summary>
/// <param name="ScalarKind">Its kind.</param>
public sealed record ScalarType(DeltaKind ScalarKind) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => ScalarKind;
}

/// <summary>DECIMAL(p,s).</summary>
/// <param name="Precision">Digits in all, 1 to 38. DECIMAL alone is DECIMAL(10,0).</param>
/// <param name="Scale">Digits after the point, 0 to <paramref name="Precision"/>.</param>
public sealed record DecimalType(int Precision, int Scale) : DeltaType
{
    /// <summary>The most digits that a DECIMAL has.</summary>
    public const int MaxPrecision = DecimalDigits.Most;

    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Decimal;

    /// <summary>Whether this has as many digits before and after the point as another: it has each of its values.</summary>
    /// <param name="other">The other type.</param>
    public bool Holds(DecimalType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Scale >= other.Scale && Precision - Scale >= other.Precision - other.Scale;
    }
}

/// <summary>VARCHAR(n).</summary>
/// <param name="Length">The most characters (Unicode code points), from 1.</param>
public sealed record VarcharType(int Length) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Varchar;
}

/// <summary>CHAR(n).</summary>
/// <param name="Length">The most characters (Unicode code points), from 1.</param>
public sealed record CharType(int Length) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Char;
}

/// <summary>STRING COLLATE name.</summary>
/// <param name="Collation">The collation's name.</param>
public sealed record CollatedStringType(string Collation) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.String;
}

/// <summary>INTERVAL unit [TO unit].</summary>
/// <param name="Qualifier">The units in capitals, for example <c>DAY TO SECOND</c>.</param>
public sealed record IntervalType(string Qualifier) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Interval;
}

/// <summary>GEOGRAPHY(srid) or GEOMETRY(srid).</summary>
/// <param name="SpatialKind"><see cref="DeltaKind.Geography"/> or <see cref="DeltaKind.Geometry"/>.</param>
/// <param name="Reference">The spatial reference: a number or ANY.</param>
public sealed record SpatialType(DeltaKind SpatialKind, string Reference) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => SpatialKind;
}

/// <summary>
/// A type of the catalog that this program does not know, or that has parts which it does not know. Zerobus does not carry it.
/// </summary>
/// <param name="Text">The type as the catalog writes it.</param>
public sealed record UnknownType(string Text) : DeltaType
{
    /// <summary>What is wrong with the catalog's description of the type; null if the type is only unknown.</summary>
    public TypeProblem? Problem { get; init; }

    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Unknown;
}

/// <summary>Why a description is not that of a type.</summary>
/// <param name="Reason">A sentence without its end.</param>
/// <param name="Rewrite">What to use instead; follows the word "Use".</param>
public sealed record TypeProblem(string Reason, string Rewrite);

/// <summary>ARRAY&lt;element&gt;.</summary>
/// <param name="Element">The type of the elements.</param>
public sealed record ArrayType(DeltaType Element) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Array;
}

/// <summary>MAP&lt;key, value&gt;.</summary>
/// <param name="Key">The type of the keys.</param>
/// <param name="Value">The type of the values.</param>
public sealed record MapType(DeltaType Key, DeltaType Value) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Map;
}

/// <summary>STRUCT&lt;name: type, …&gt;.</summary>
/// <param name="Fields">The fields in order. SQL allows none; Zerobus needs one.</param>
public sealed record StructType(IReadOnlyList<StructField> Fields) : DeltaType
{
    /// <inheritdoc/>
    public override DeltaKind Kind => DeltaKind.Struct;

    /// <summary>Equal when the fields are, in order.</summary>
    public bool Equals(StructType? other) => other is not null && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var field in Fields) hash.Add(field);
        return hash.ToHashCode();
    }
}

/// <summary>One field of a STRUCT.</summary>
/// <param name="Name">The name, case kept.</param>
/// <param name="Type">The type.</param>
public sealed record StructField(string Name, DeltaType Type)
{
    /// <summary>Whether the field takes NULL. Default true.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>The comment, or null.</summary>
    public string? Comment { get; init; }
}
