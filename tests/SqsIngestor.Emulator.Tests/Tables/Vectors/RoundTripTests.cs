using System.Text;
using CsCheck;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Emulator.Tables.Queries;

namespace SqsIngestor.Emulator.Tests.Tables.Vectors;

/// <summary>Whatever rows a table's type allows are read as they were written, NULLs at every level included.</summary>
public sealed class RoundTripTests
{
    private static readonly DeltaKind[] Kinds = [
        DeltaKind.Boolean, DeltaKind.TinyInt, DeltaKind.BigInt, DeltaKind.Double, DeltaKind.String, DeltaKind.Binary];

    private static readonly Gen<DeltaType> Types = TypeGen(3);

    [Fact]
    public void Append_RandomRowsOfRandomTypes_ComeBack()
    {
        using var store = new TableStore(null, storeRows: true);
        var name = new TableName("c", "s", "t");
        Types.Array[1, 4]
            .SelectMany(types => Gen.Select(Gen.Const(types), RowGen(types).Array[0, 12]))
            .Sample(
                (types, rows) =>
                {
                    store.Create(
                        new CatalogTable(
                            name,
                            [
                                new Column("n", new ScalarType(DeltaKind.BigInt)),
                                .. types.Select((type, i) => new Column($"c{i}", type))]),
                        replace: true);
                    Assert.True(
                        store.TryAppend(store.FindStored(name)!, [.. rows.Select((row, n) => (object?[])[(long)n, .. row])]));

                    var result = store.Query("SELECT * EXCLUDE n FROM c.s.t ORDER BY n");

                    Assert.Equal(
                        rows.Select(row => string.Join('|', row.Select((value, i) => Text(value, types[i])))),
                        Enumerable.Range(0, result.Rows.Count)
                        .Select(n => string.Join('|', result.Rows[n].Select(ValueText.Of))));
                },
                iter: 60,
                threads: 1);
    }

    private static Gen<DeltaType> TypeGen(int depth)
    {
        var scalar = Gen.OneOf(Kinds).Select(kind => (DeltaType)new ScalarType(kind));
        if (depth == 0) return scalar;
        var inner = TypeGen(depth - 1);
        return Gen.OneOf<DeltaType>(
            scalar,
            inner.Select(element => (DeltaType)new ArrayType(element)),
            inner.Select(value => (DeltaType)new MapType(new ScalarType(DeltaKind.BigInt), value)),
            inner.Array[1, 3].Select(
                fields => (DeltaType)new StructType([.. fields.Select((field, i) => new StructField($"f{i}", field))])));
    }

    private static Gen<object?[]> RowGen(DeltaType[] types) => types.Aggregate(
        Gen.Const(Array.Empty<object?>()),
        (row, type) => Gen.Select(row, ValueGen(type), (values, value) => (object?[])[.. values, value]));

    private static Gen<object?> ValueGen(DeltaType type) => Gen.Frequency<object?>((1, Gen.Const((object?)null)), (4, type switch
    {
        ArrayType array => ValueGen(array.Element).Array[0, 4].Select(items => (object?)items.ToList()),
        MapType map => Gen.Select(Gen.Long[0, 5], ValueGen(map.Value)).Array[0, 4].Select(entries => (object?)Map(entries)),
        StructType structure => RowGen([.. structure.Fields.Select(field => field.Type)]).Select(fields => (object?)fields),
        { Kind: DeltaKind.Boolean } => Gen.Bool.Select(value => (object?)value),
        { Kind: DeltaKind.TinyInt } => Gen.SByte.Select(value => (object?)value),
        { Kind: DeltaKind.BigInt } => Gen.Long.Select(value => (object?)value),
        { Kind: DeltaKind.Double } => Gen.Int.Select(value => (object?)(value / 4d)),
        { Kind: DeltaKind.Binary } => Gen.Byte.Array[0, 20].Select(value => (object?)(ReadOnlyMemory<byte>)value),
        _ => Gen.String[Gen.Char["a'é\0\n|"], 0, 20]
            .Select(value => (object?)(ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(value)),
    }));

    private static MapEntries Map((long Key, object? Value)[] entries)
    {
        var map = new MapEntries();
        foreach (var (key, value) in entries) map.Set(key, value);
        return map;
    }

    /// <summary>The text of a value that was written, by way of the values that a query would answer.</summary>
    private static string Text(object? value, DeltaType type) => ValueText.Of(Answer(value, type));

    private static object? Answer(object? value, DeltaType type) => (value, type) switch
    {
        (null, _) => null,
        (List<object?> items, ArrayType array) => items.Select(item => Answer(item, array.Element)).ToArray(),
        (MapEntries map, MapType mapType) =>
            new OrderedDictionary<object, object?>(
                map.Entries.Select(entry => new KeyValuePair<object, object?>(entry.Key, Answer(entry.Value, mapType.Value)))),
        (object?[] fields, StructType structure) =>
            new OrderedDictionary<string, object?>(
                structure.Fields.Select(
                    (field, i) => new KeyValuePair<string, object?>(field.Name, Answer(fields[i], field.Type)))),
        (ReadOnlyMemory<byte> bytes, { Kind: DeltaKind.Binary }) => bytes.ToArray(),
        (ReadOnlyMemory<byte> text, _) => Encoding.UTF8.GetString(text.Span),
        _ => value,
    };
}
