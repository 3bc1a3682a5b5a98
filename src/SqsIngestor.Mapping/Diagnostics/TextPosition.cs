namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>A place in a text file.</summary>
/// <param name="Line">From 1; 0 for the whole file.</param>
/// <param name="Column">In UTF-16 code units from 1; 0 for the whole file.</param>
/// <param name="Length">The number of characters; at least 1 if <paramref name="Line"/> is set.</param>
public readonly record struct TextPosition(int Line, int Column, int Length = 1)
{
    /// <summary>The whole file.</summary>
    public static TextPosition File => new(0, 0, 0);

    /// <summary>A part of the text that starts here.</summary>
    public TextPosition Slice(int offset, int length) => this with { Column = Column + offset, Length = Math.Max(1, length) };
}
