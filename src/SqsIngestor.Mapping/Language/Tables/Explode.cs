using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary>A row for each element of an array.</summary>
/// <param name="Source">The array.</param>
/// <param name="Scope">The frame that binds the elements.</param>
/// <param name="Empty">The action for an array without elements.</param>
/// <param name="Absent">The action without an array: the path finds nothing, or null.</param>
/// <param name="MaxRows">The most rows of one message.</param>
/// <param name="OneIsArray">A value that is not an array is the only element of one.</param>
internal sealed record Explode(
    ValueSource Source, int Scope, EmptyExplode Empty, EmptyExplode Absent, int MaxRows, bool OneIsArray);

/// <summary>The action of an <c>explode</c> without elements.</summary>
internal enum EmptyExplode : byte
{
    /// <summary>No row; the message succeeds.</summary>
    Skip,

    /// <summary>One row, with nothing bound to the alias.</summary>
    Row,

    /// <summary>The message fails.</summary>
    Fail,
}
