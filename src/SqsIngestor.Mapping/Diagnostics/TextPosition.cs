namespace SqsIngestor.Mapping.Diagnostics;

/// <summary>A place in a text file.</summary>
/// <param name="Line">From 1; 0 when the file as a whole is meant.</param>
/// <param name="Column">In UTF-16 code units from 1; 0 when the file as a whole is meant.</param>
/// <param name="Length">How many characters are meant; at least 1 where <paramref name="Line"/> is set.</param>
public readonly record struct TextPosition(int Line, int Column, int Length = 1)
{
    /// <summary>The file as a whole.</summary>
    public static TextPosition File => new(0, 0, 0);

    /// <summary>A part of the text that starts here.</summary>
    public TextPosition Slice(int offset, int length) => this with { Column = Column + offset, Length = Math.Max(1, length) };
}
