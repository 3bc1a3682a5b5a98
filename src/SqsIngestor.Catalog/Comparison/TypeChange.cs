using System.Diagnostics;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Comparison;

/// <summary>Whether the values that producers write for one type are right for another.</summary>
internal static class TypeChange
{
    public static (bool Breaking, string Reason) Classify(DeltaType before, DeltaType after) => TypeFits.Of(before, after) switch
    {
        TypeFit.OtherWire => (
            true,
            $"running producers send {Wire(before)} but the column needs {Wire(after)}: the service rejects their streams"),
        TypeFit.Holds => (false, "every value of the old type is valid in the new type"),
        TypeFit.HoldsAsText => (true, $"no table changes {before} to {after} in place"),
        TypeFit.OtherMeaning =>
            (true, "both types look the same on the wire, so the service stores values with the old meaning"),
        TypeFit.Refuses => (true, "some values of the old type are not valid in the new type: the service can reject rows"),
        _ => throw new UnreachableException(),
    };

    private static string Wire(DeltaType type) => type switch
    {
        ArrayType => "a repeated field",
        MapType => "a map",
        StructType => "a message",
        _ => ProtobufTypes.Of(type.Kind) is { } wire ? ProtobufTypes.Name(wire) : $"{type}, which Zerobus does not support",
    };
}
