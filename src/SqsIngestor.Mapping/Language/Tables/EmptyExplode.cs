namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>What an <c>explode</c> does when there is no element: the array is empty, null or not there.</summary>
internal enum EmptyExplode : byte
{
    /// <summary>No row; the message is done with.</summary>
    Skip,

    /// <summary>One row, with nothing bound to the alias.</summary>
    Row,

    /// <summary>The message fails.</summary>
    Fail,
}
