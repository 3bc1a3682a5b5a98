namespace SqsIngestor.Mapping.Records.Values;

/// <summary>The action for null elements of arrays and null values of maps, which a row cannot carry.</summary>
internal enum NullItems : byte
{
    /// <summary>They are an error.</summary>
    Fail,

    /// <summary>They are omitted.</summary>
    Drop,

    /// <summary>They become the default of the type: 0, false, empty text, an empty STRUCT.</summary>
    Default,
}
