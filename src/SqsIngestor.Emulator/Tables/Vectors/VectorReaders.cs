using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods.LogicalType;

namespace SqsIngestor.Emulator.Tables.Vectors;

/// <summary>Chooses the reader for a DuckDB type.</summary>
internal static class VectorReaders
{
    public static VectorReader For(DuckDBLogicalType type, IntPtr vector)
    {
        switch (DuckDBGetTypeId(type))
        {
            case DuckDBType.Struct:
                return ForStruct(type, vector);
            case DuckDBType.List:
                using (var element = DuckDBListTypeChildType(type))
                    return new ListVectorReader(vector, For(element, NativeMethods.Vectors.DuckDBListVectorGetChild(vector)));
            case DuckDBType.Map:
                return ForMap(type, vector);
            case DuckDBType.Decimal:
                return new DecimalVectorReader(vector, DuckDBDecimalWidth(type), DuckDBDecimalScale(type));
            default:
                return ForScalar(DuckDBGetTypeId(type), vector);
        }
    }

    private static StructVectorReader ForStruct(DuckDBLogicalType type, IntPtr vector)
    {
        var names = new string[DuckDBStructTypeChildCount(type)];
        var fields = new VectorReader[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = DuckDBStructTypeChildName(type, i);
            using var field = DuckDBStructTypeChildType(type, i);
            fields[i] = For(field, NativeMethods.Vectors.DuckDBStructVectorGetChild(vector, i));
        }

        return new StructVectorReader(vector, names, fields);
    }

    private static MapVectorReader ForMap(DuckDBLogicalType type, IntPtr vector)
    {
        var entries = NativeMethods.Vectors.DuckDBListVectorGetChild(vector);
        using var key = DuckDBMapTypeKeyType(type);
        using var value = DuckDBMapTypeValueType(type);
        return new MapVectorReader(
            vector,
            For(key, NativeMethods.Vectors.DuckDBStructVectorGetChild(entries, 0)),
            For(value, NativeMethods.Vectors.DuckDBStructVectorGetChild(entries, 1)));
    }

    private static VectorReader ForScalar(DuckDBType id, IntPtr vector) => id switch
    {
        DuckDBType.Boolean => new FixedVectorReader<bool>(vector, value => value),
        DuckDBType.TinyInt => new FixedVectorReader<sbyte>(vector, value => value),
        DuckDBType.SmallInt => new FixedVectorReader<short>(vector, value => value),
        DuckDBType.Integer => new FixedVectorReader<int>(vector, value => value),
        DuckDBType.BigInt => new FixedVectorReader<long>(vector, value => value),
        DuckDBType.UnsignedTinyInt => new FixedVectorReader<byte>(vector, value => value),
        DuckDBType.UnsignedSmallInt => new FixedVectorReader<ushort>(vector, value => value),
        DuckDBType.UnsignedInteger => new FixedVectorReader<uint>(vector, value => value),
        DuckDBType.UnsignedBigInt => new FixedVectorReader<ulong>(vector, value => value),
        DuckDBType.HugeInt => new HugeIntVectorReader(vector),
        DuckDBType.Float => new FixedVectorReader<float>(vector, value => value),
        DuckDBType.Double => new FixedVectorReader<double>(vector, value => value),
        DuckDBType.Date => new FixedVectorReader<int>(vector, DuckDbTime.Date),
        DuckDBType.Time => new FixedVectorReader<long>(vector, DuckDbTime.TimeOfDay),
        DuckDBType.Timestamp => new FixedVectorReader<long>(vector, DuckDbTime.WallClock),
        DuckDBType.TimestampTz => new FixedVectorReader<long>(vector, DuckDbTime.Instant),
        DuckDBType.Varchar => new BytesVectorReader(vector, text: true),
        DuckDBType.Blob => new BytesVectorReader(vector, text: false),
        _ =>
            throw new TableStoreException("query_type_unsupported", $"The result has a column of type {id}. Cast it to VARCHAR."),
    };
}
