using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>A row for each element of an array.</summary>
/// <param name="Source">The array.</param>
/// <param name="Scope">What the elements are bound to.</param>
/// <param name="Empty">When there is no element.</param>
/// <param name="MaxRows">Most rows of one message.</param>
internal sealed record Explode(ValueSource Source, int Scope, EmptyExplode Empty, int MaxRows);

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
