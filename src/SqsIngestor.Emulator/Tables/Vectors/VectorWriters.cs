using DuckDB.NET.Native;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Chooses the writer for a Delta type.</summary>
internal static class VectorWriters
{
    public static VectorWriter For(DeltaType type, IntPtr vector) => type switch
    {
        StructType structure =>
            new StructVectorWriter(vector, [.. structure.Fields.Select((field, i) => For(field.Type, StructChild(vector, i)))]),
        ArrayType array =>
            new ListVectorWriter(vector, For(array.Element, NativeMethods.Vectors.DuckDBListVectorGetChild(vector))),
        MapType map => ForMap(map, vector),
        DecimalType number => new DecimalVectorWriter(vector, number),
        _ => ForScalar(type.Kind, vector),
    };

    private static MapVectorWriter ForMap(MapType map, IntPtr vector)
    {
        var entries = NativeMethods.Vectors.DuckDBListVectorGetChild(vector);
        return new MapVectorWriter(vector, For(map.Key, StructChild(entries, 0)), For(map.Value, StructChild(entries, 1)));
    }

    private static VectorWriter ForScalar(DeltaKind kind, IntPtr vector) => kind switch
    {
        DeltaKind.Boolean => new FixedVectorWriter<bool>(vector),
        DeltaKind.TinyInt => new FixedVectorWriter<sbyte>(vector),
        DeltaKind.SmallInt => new FixedVectorWriter<short>(vector),
        DeltaKind.Int or DeltaKind.Date => new FixedVectorWriter<int>(vector),
        DeltaKind.BigInt or DeltaKind.Timestamp or DeltaKind.TimestampNtz => new FixedVectorWriter<long>(vector),
        DeltaKind.Float => new FixedVectorWriter<float>(vector),
        DeltaKind.Double => new FixedVectorWriter<double>(vector),
        DeltaKind.String or DeltaKind.Varchar or DeltaKind.Char or DeltaKind.Variant or DeltaKind.Binary =>
            new BytesVectorWriter(vector),
        _ => throw new NotSupportedException($"No column of kind {kind} can be written."),
    };

    private static IntPtr StructChild(IntPtr vector, int index) =>
        NativeMethods.Vectors.DuckDBStructVectorGetChild(vector, index);
}
