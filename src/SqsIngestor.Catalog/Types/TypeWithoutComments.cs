namespace SqsIngestor.Catalog.Types;

/// <summary>Types without the comments inside them: two that differ in comments only hold the same values.</summary>
internal static class TypeWithoutComments
{
    public static DeltaType Of(DeltaType type) => type switch
    {
        ArrayType array => new ArrayType(Of(array.Element)),
        MapType map => new MapType(Of(map.Key), Of(map.Value)),
        StructType structure => new StructType([.. structure.Fields.Select(field => field with { Type = Of(field.Type), Comment = null })]),
        _ => type,
    };
}
