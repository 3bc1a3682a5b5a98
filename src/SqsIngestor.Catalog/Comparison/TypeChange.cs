using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>Whether what producers write for one type is right for another.</summary>
internal static class TypeChange
{
    public static (bool Breaking, string Reason) Judge(DeltaType before, DeltaType after)
    {
        var (wireBefore, wireAfter) = (ProtobufTypes.Of(before.Kind), ProtobufTypes.Of(after.Kind));
        if (wireBefore is null || wireBefore != wireAfter)
        {
            return (true, $"running producers send {Wire(before)} and the column then needs {Wire(after)}: their streams are refused");
        }

        if (Holds(before, after)) return (false, "every value of the old type is one of the new");
        return IsTime(before) || IsTime(after)
            ? (true, "both are the same on the wire, so values with the old meaning would be stored without complaint")
            : (true, "not every value of the old type is one of the new: rows may be refused");
    }

    /// <summary>Whether each value of <paramref name="before"/> means the same in <paramref name="after"/>.</summary>
    private static bool Holds(DeltaType before, DeltaType after) => (before, after) switch
    {
        (DecimalType a, DecimalType b) => b.Scale >= a.Scale && b.Precision - b.Scale >= a.Precision - a.Scale,
        (VarcharType a, VarcharType b) => b.Length >= a.Length,
        (CharType a, CharType b) => b.Length >= a.Length,
        (CharType a, VarcharType b) => b.Length >= a.Length,
        (_, { Kind: DeltaKind.String }) => true,
        (ScalarType a, ScalarType b) => IntegerRank(a.Kind) is var from and > 0 && IntegerRank(b.Kind) >= from,
        _ => false,
    };

    private static int IntegerRank(DeltaKind kind) => kind switch
    {
        DeltaKind.TinyInt => 1,
        DeltaKind.SmallInt => 2,
        DeltaKind.Int => 3,
        _ => 0,
    };

    private static bool IsTime(DeltaType type) => type.Kind is DeltaKind.Date or DeltaKind.Timestamp or DeltaKind.TimestampNtz;

    private static string Wire(DeltaType type) => type switch
    {
        ArrayType => "a repeated field",
        MapType => "a map",
        StructType => "a message",
        _ => ProtobufTypes.Of(type.Kind) is { } wire ? ProtobufTypes.Name(wire) : $"{type}, which Zerobus can't carry",
    };
}
