using System.Diagnostics;

namespace SqsIngestor.Emulator.Records;

/// <summary>
/// Decodes records by the descriptor that the stream sent, and checks every value against its column. Stricter than protobuf in
/// one point: it refuses a field that the descriptor does not have, because its value would be lost silently.
/// </summary>
internal sealed class RecordDecoder(RecordLayout layout)
{
    /// <summary>Decodes one record.</summary>
    /// <returns>One value for each column of the table.</returns>
    /// <exception cref="RecordException">The service would refuse the record.</exception>
    public object?[] Decode(ReadOnlyMemory<byte> record)
    {
        var row = new object?[layout.Columns.Count];
        Merge(layout, record, row);
        RowCompletion.Complete(layout, row);
        return row;
    }

    /// <summary>Protobuf merges a message that occurs twice, so decoding goes into a row that may have values.</summary>
    private static void Merge(RecordLayout layout, ReadOnlyMemory<byte> message, object?[] row)
    {
        var reader = new WireReader(message);
        while (!reader.AtEnd)
        {
            var (number, wireType) = reader.ReadTag(layout.Path);
            var field = layout.Find(number)
                ?? throw new RecordException(
                    RecordFaultCodes.UnknownField, layout.Path, $"the descriptor has no field {number}.");
            ref var cell = ref row[field.Column];
            switch (field.Cardinality)
            {
                case Cardinality.Single:
                    cell = ReadSingle(ref reader, field, wireType, cell as object?[]);
                    break;
                case Cardinality.List:
                    ReadItems(ref reader, field, wireType, (List<object?>)(cell ??= new List<object?>()));
                    break;
                case Cardinality.Map:
                    ReadEntry(ref reader, field, wireType, (MapEntries)(cell ??= new MapEntries()));
                    break;
                default:
                    throw new UnreachableException($"{field.Cardinality}");
            }
        }
    }

    private static object ReadSingle(ref WireReader reader, FieldLayout field, WireType wireType, object?[]? merged)
    {
        Expect(field, wireType, ScalarValue.WireTypeOf(field.Type.Kind));
        if (field.Message is not { } message) return ScalarValue.Read(ref reader, field);
        merged ??= new object?[message.Columns.Count];
        Merge(message, reader.ReadBytes(field.Path), merged);
        return merged;
    }

    private static void ReadItems(ref WireReader reader, FieldLayout field, WireType wireType, List<object?> items)
    {
        var single = ScalarValue.WireTypeOf(field.Type.Kind);
        if (wireType != WireType.Bytes || single == WireType.Bytes)
        {
            items.Add(ReadSingle(ref reader, field, wireType, merged: null));
            return;
        }

        var packed = new WireReader(reader.ReadBytes(field.Path));
        while (!packed.AtEnd) items.Add(ScalarValue.Read(ref packed, field));
    }

    private static void ReadEntry(ref WireReader reader, FieldLayout field, WireType wireType, MapEntries entries)
    {
        Expect(field, wireType, WireType.Bytes);
        var (keyField, valueField) = (field.Key!, field.Value!);
        object? key = null;
        object? value = null;
        var entry = new WireReader(reader.ReadBytes(field.Path));
        while (!entry.AtEnd)
        {
            var (number, type) = entry.ReadTag(field.Path);
            switch (number)
            {
                case 1:
                    key = ReadSingle(ref entry, keyField, type, merged: null);
                    break;
                case 2:
                    value = ReadSingle(ref entry, valueField, type, value as object?[]);
                    break;
                default:
                    throw new RecordException(RecordFaultCodes.UnknownField, field.Path, $"a map's entry has no field {number}.");
            }
        }

        // An absent key or value is the type's zero.
        entries.Set(key ?? ScalarValue.Zero(keyField.Type), value ?? Zero(valueField));
    }

    private static object Zero(FieldLayout field) =>
        field.Message is { } message ? new object?[message.Columns.Count] : ScalarValue.Zero(field.Type);

    private static void Expect(FieldLayout field, WireType found, WireType expected)
    {
        if (found != expected)
        {
            throw new RecordException(
                RecordFaultCodes.WrongWireType, field.Path,
                $"wire type {(int)found} where {field.Type.Kind} has {(int)expected}.");
        }
    }
}
