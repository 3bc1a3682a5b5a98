namespace SqsIngestor.Mapping.Values;

/// <summary>What a value can be, as far as that is known before a message is there.</summary>
[Flags]
internal enum ValueTypes
{
    None = 0,
    Text = 1,
    Number = 2,
    Bool = 4,
    Bytes = 8,
    List = 16,
    Object = 32,
    Instant = 64,

    /// <summary>Whatever stands in JSON.</summary>
    Json = Text | Number | Bool | List | Object,

    /// <summary>A single value, as text.</summary>
    Textual = Text | Number | Bool | Bytes,

    /// <summary>Whatever a path can lead to.</summary>
    Any = Json | Bytes,
}
