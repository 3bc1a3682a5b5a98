namespace SqsIngestor.Catalog.Types;

/// <summary>Removes the comments inside types. Types that differ only in comments hold the same values.</summary>
internal static class TypeWithoutComments
{
    public static DeltaType Of(DeltaType type) => type switch
    {
        ArrayType array => new ArrayType(Of(array.Element)),
        MapType map => new MapType(Of(map.Key), Of(map.Value)),
        StructType structure =>
            new StructType([.. structure.Fields.Select(field => field with { Type = Of(field.Type), Comment = null })]),
        _ => type,
    };
}
