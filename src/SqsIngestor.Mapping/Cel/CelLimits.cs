namespace SqsIngestor.Mapping.Cel;

/// <summary>Bounds that keep parsing, checking and evaluating an expression cheap whatever its text.</summary>
internal static class CelLimits
{
    /// <summary>UTF-16 code units of an expression's text.</summary>
    public const int MaxTextLength = 65_536;

    /// <summary>Brackets, calls and <c>?:</c> inside each other.</summary>
    public const int MaxNesting = 100;

    /// <summary>
    /// Height of the syntax tree; a chain of n operators of one precedence is n high, except for &amp;&amp; and ||.
    /// </summary>
    public const int MaxTreeHeight = 250;

    /// <summary>Entries of one list or map in the text.</summary>
    public const int MaxLiteralEntries = 1_000;

    /// <summary>Macros inside each other.</summary>
    public const int MaxMacroNesting = 8;

    /// <summary>Containers inside each other that a comparison goes into.</summary>
    public const int MaxValueDepth = 200;

    /// <summary>Diagnostics of one expression; what is found after them is not told.</summary>
    public const int MaxDiagnostics = 50;

    /// <summary>UTF-16 code units of a regular expression.</summary>
    public const int MaxPatternLength = 1_000;

    /// <summary>Characters and classes of a regular expression once its counted repetitions are written out.</summary>
    public const int MaxPatternSize = 2_000;

    /// <summary>
    /// Default cost of one evaluation: a step of a macro, a visited member or element and 16 bytes of text each cost 1.
    /// </summary>
    public const long DefaultCost = 1_000_000;
}
