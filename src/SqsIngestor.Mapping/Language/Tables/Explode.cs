using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>A row for each element of an array.</summary>
/// <param name="Source">The array.</param>
/// <param name="Scope">The frame that binds the elements.</param>
/// <param name="Empty">The action without elements.</param>
/// <param name="MaxRows">The most rows of one message.</param>
internal sealed record Explode(ValueSource Source, int Scope, EmptyExplode Empty, int MaxRows);

/// <summary>The action of an <c>explode</c> without elements: the array is empty, null or missing.</summary>
internal enum EmptyExplode : byte
{
    /// <summary>No row; the message succeeds.</summary>
    Skip,

    /// <summary>One row, with nothing bound to the alias.</summary>
    Row,

    /// <summary>The message fails.</summary>
    Fail,
}
