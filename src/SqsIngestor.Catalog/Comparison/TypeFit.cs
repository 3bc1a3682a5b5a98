using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>What a column does with the values of another type.</summary>
public enum TypeFit
{
    /// <summary>It holds each of them, with the same meaning.</summary>
    Holds,

    /// <summary>It holds each of them as text, but no table changes the type of a column in this way.</summary>
    HoldsAsText,

    /// <summary>It does not hold some of them: the service can reject rows.</summary>
    Refuses,

    /// <summary>Both types look the same on the wire, and mean something else.</summary>
    OtherMeaning,

    /// <summary>The types differ on the wire, or Zerobus does not support one of them: the service rejects the stream.</summary>
    OtherWire,
}

/// <summary>The one comparison of two types of columns, for changes of a table and for descriptors.</summary>
public static class TypeFits
{
    /// <summary>What a column does with the values of a type.</summary>
    /// <param name="given">The type of the values.</param>
    /// <param name="column">The type of the column.</param>
    public static TypeFit Of(DeltaType given, DeltaType column)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(column);
        if (ProtobufTypes.Of(given.Kind) is not { } wire || wire != ProtobufTypes.Of(column.Kind)) return TypeFit.OtherWire;
        if (TypeWithoutComments.Of(given).Equals(TypeWithoutComments.Of(column)) || Holds(given, column)) return TypeFit.Holds;
        if (given.Kind == DeltaKind.Variant || IsTime(given) || IsTime(column)) return TypeFit.OtherMeaning;
        return column.Kind == DeltaKind.String ? TypeFit.HoldsAsText : TypeFit.Refuses;
    }

    /// <summary>Whether each value of <paramref name="given"/> means the same in <paramref name="column"/>.</summary>
    private static bool Holds(DeltaType given, DeltaType column) => (given, column) switch
    {
        (DecimalType a, DecimalType b) => b.Holds(a),
        (VarcharType a, VarcharType b) => b.Length >= a.Length,
        (CharType a, CharType b) => b.Length >= a.Length,
        (CharType a, VarcharType b) => b.Length >= a.Length,
        // A collation says how texts compare, and changes in place.
        ({ Kind: DeltaKind.String }, { Kind: DeltaKind.String }) => true,
        // Type widening has no way from other types to STRING.
        (CharType or VarcharType, { Kind: DeltaKind.String }) => true,
        (ScalarType { Kind: DeltaKind.TinyInt }, { Kind: DeltaKind.SmallInt or DeltaKind.Int }) => true,
        (ScalarType { Kind: DeltaKind.SmallInt }, { Kind: DeltaKind.Int }) => true,
        _ => false,
    };

    private static bool IsTime(DeltaType type) => type.Kind is DeltaKind.Date or DeltaKind.Timestamp or DeltaKind.TimestampNtz;
}
