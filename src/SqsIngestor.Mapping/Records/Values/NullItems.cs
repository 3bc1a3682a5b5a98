namespace SqsIngestor.Mapping.Records.Values;

/// <summary>What happens to null elements of arrays and null values of maps, which a row cannot carry.</summary>
internal enum NullItems : byte
{
    /// <summary>They are an error.</summary>
    Fail,

    /// <summary>They are omitted.</summary>
    Drop,

    /// <summary>They become the type's default: 0, false, empty text, an empty STRUCT.</summary>
    Default,
}
