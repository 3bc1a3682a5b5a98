namespace SqsIngestor.Catalog.Types;

/// <summary>Removes NOT NULL of the fields inside types, which Databricks refuses in a column that can be NULL.</summary>
internal static class TypeWithoutNotNull
{
    public static DeltaType Of(DeltaType type) => type switch
    {
        ArrayType array => new ArrayType(Of(array.Element)),
        MapType map => new MapType(Of(map.Key), Of(map.Value)),
        StructType structure =>
            new StructType([.. structure.Fields.Select(field => field with { Type = Of(field.Type), Nullable = true })]),
        _ => type,
    };
}
