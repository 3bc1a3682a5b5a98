namespace SqsIngestor.Mapping.Records.Scalars;

/// <summary>What becomes of digits past a decimal's scale.</summary>
internal enum DecimalRounding : byte
{
    /// <summary>They are an error, unless they are all 0.</summary>
    Fail,

    /// <summary>To the nearest, and from the middle to the even digit.</summary>
    HalfEven,

    /// <summary>They are cut, towards 0.</summary>
    Down,
}
