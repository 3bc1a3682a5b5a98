using Google.Protobuf.Reflection;

namespace SqsIngestor.Mapping.Inspection;

/// <summary>The scalars that are not length-delimited.</summary>
internal static class WireScalars
{
    public static object Read(ref WireCursor cursor, FieldType type) => type switch
    {
        FieldType.Bool => cursor.ReadVarint() != 0,
        FieldType.Int32 => (long)(int)cursor.ReadVarint(),
        FieldType.Int64 => (long)cursor.ReadVarint(),
        FieldType.UInt32 => (ulong)(uint)cursor.ReadVarint(),
        FieldType.UInt64 => cursor.ReadVarint(),
        FieldType.SInt32 => (long)(int)ZigZag((uint)cursor.ReadVarint()),
        FieldType.SInt64 => ZigZag(cursor.ReadVarint()),
        FieldType.Fixed32 => (ulong)cursor.ReadFixed32(),
        FieldType.SFixed32 => (long)(int)cursor.ReadFixed32(),
        FieldType.Fixed64 => cursor.ReadFixed64(),
        FieldType.SFixed64 => (long)cursor.ReadFixed64(),
        FieldType.Float => BitConverter.UInt32BitsToSingle(cursor.ReadFixed32()),
        FieldType.Double => BitConverter.UInt64BitsToDouble(cursor.ReadFixed64()),
        FieldType.Enum => (int)cursor.ReadVarint(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "has a length"),
    };

    private static long ZigZag(ulong bits) => (long)(bits >> 1) ^ -(long)(bits & 1);
}
