using CsCheck;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Tests.Shared;

/// <summary>Random types and tables.</summary>
internal static class CatalogGen
{
    private static readonly DeltaKind[] ScalarKinds =
    [
        DeltaKind.Boolean, DeltaKind.TinyInt, DeltaKind.SmallInt, DeltaKind.Int, DeltaKind.BigInt, DeltaKind.Float,
            DeltaKind.Double,
        DeltaKind.String, DeltaKind.Binary, DeltaKind.Date, DeltaKind.Timestamp, DeltaKind.TimestampNtz, DeltaKind.Variant,
    ];

    /// <summary>Names that need no quotes.</summary>
    public static readonly Gen<string> PlainName = Gen.Char["abcdefgXYZ_"].Array[1, 6].Select(letters => new string(letters));

    /// <summary>Names and comments with anything in them.</summary>
    public static readonly Gen<string> AnyText = Gen.String[Gen.Char["ab'`\"\\ \n\t%_.<>:,é\u0001"], 1, 8];

    public static readonly Gen<DeltaType> Scalar = Gen.OneOf<DeltaType>(
        Gen.OneOf(ScalarKinds).Select(kind => (DeltaType)new ScalarType(kind)),
        Gen.Select(
            Gen.Int[1, 38], Gen.Int[0, 38],
            (precision, scale) => (DeltaType)new DecimalType(precision, Math.Min(precision, scale))),
        Gen.Int[1, 70_000].Select(length => (DeltaType)new VarcharType(length)),
        Gen.Int[1, 255].Select(length => (DeltaType)new CharType(length)));

    /// <summary>Types that protobuf can carry.</summary>
    public static readonly Gen<DeltaType> Expressible = Nested(3, PlainName, expressible: true);

    /// <summary>All kinds of type, with all kinds of name and comment.</summary>
    public static readonly Gen<DeltaType> Any = Nested(3, AnyText, expressible: false);

    public static readonly Gen<CatalogTable> ExpressibleTable =
        Columns(Expressible, PlainName).Select(columns => new CatalogTable(new TableName("main", "test", "t"), columns))
        // Two names that come to the same in Pascal case: protobuf would call the entries of both maps alike.
        .Where(table => UnsupportedTypes.Find(table).Count == 0);

    public static readonly Gen<CatalogTable> AnyTable =
        Columns(Any, AnyText).Select(columns => new CatalogTable(new TableName("main", "test", "t"), columns));

    private static Gen<IReadOnlyList<Column>> Columns(Gen<DeltaType> types, Gen<string> names) =>
        Gen.Select(names, types, Gen.Bool, AnyText.Null()).Array[1, 8].Select(parts => (IReadOnlyList<Column>)[.. parts
            .DistinctBy(part => part.Item1.ToUpperInvariant())
            .Select(
                (part, i) => new Column(part.Item1, part.Item2) { Nullable = part.Item3, Comment = part.Item4, Position = i })]);

    private static Gen<DeltaType> Nested(int depth, Gen<string> names, bool expressible)
    {
        if (depth == 0) return Scalar;
        var inner = Nested(depth - 1, names, expressible);
        var item = expressible ? inner.Where(type => type is not (ArrayType or MapType)) : inner;
        var key = expressible ? Scalar.Where(type => ProtobufTypes.IsMapKey(type.Kind)) : inner;
        var structure =
            Gen.Select(names, inner, Gen.Bool, AnyText.Null()).Array[1, 4].Select(parts => (DeltaType)new StructType([.. parts
            .DistinctBy(part => part.Item1.ToUpperInvariant())
            .Select(part => new StructField(part.Item1, part.Item2) { Nullable = part.Item3, Comment = part.Item4 })]));
        return Gen.OneOf<DeltaType>(
            Scalar,
            structure,
            item.Select(element => (DeltaType)new ArrayType(element)),
            Gen.Select(key, item, (k, v) => (DeltaType)new MapType(k, v)));
    }
}
