using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>Whether the values that producers write for one type are right for another.</summary>
internal static class TypeChange
{
    public static (bool Breaking, string Reason) Classify(DeltaType before, DeltaType after)
    {
        var (wireBefore, wireAfter) = (ProtobufTypes.Of(before.Kind), ProtobufTypes.Of(after.Kind));
        if (wireBefore is null || wireBefore != wireAfter)
        {
            return (
                true,
                $"running producers send {Wire(before)} but the column needs {Wire(after)}: the service rejects their streams");
        }

        if (Holds(before, after)) return (false, "every value of the old type is valid in the new type");
        if (after.Kind == DeltaKind.String) return (true, $"no table changes {before} to STRING in place");
        return IsTime(before) || IsTime(after)
            ? (true, "both types look the same on the wire, so the service stores values with the old meaning")
            : (true, "some values of the old type are not valid in the new type: the service can reject rows");
    }

    /// <summary>Whether each value of <paramref name="before"/> means the same in <paramref name="after"/>.</summary>
    private static bool Holds(DeltaType before, DeltaType after) => (before, after) switch
    {
        (DecimalType a, DecimalType b) => b.Holds(a),
        (VarcharType a, VarcharType b) => b.Length >= a.Length,
        (CharType a, CharType b) => b.Length >= a.Length,
        (CharType a, VarcharType b) => b.Length >= a.Length,
        // Type widening has no way from other types to STRING.
        (CharType or VarcharType, { Kind: DeltaKind.String }) => true,
        (ScalarType { Kind: DeltaKind.TinyInt }, { Kind: DeltaKind.SmallInt or DeltaKind.Int }) => true,
        (ScalarType { Kind: DeltaKind.SmallInt }, { Kind: DeltaKind.Int }) => true,
        _ => false,
    };

    private static bool IsTime(DeltaType type) => type.Kind is DeltaKind.Date or DeltaKind.Timestamp or DeltaKind.TimestampNtz;

    private static string Wire(DeltaType type) => type switch
    {
        ArrayType => "a repeated field",
        MapType => "a map",
        StructType => "a message",
        _ => ProtobufTypes.Of(type.Kind) is { } wire ? ProtobufTypes.Name(wire) : $"{type}, which Zerobus does not support",
    };
}
