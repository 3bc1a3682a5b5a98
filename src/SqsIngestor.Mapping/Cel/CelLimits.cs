namespace SqsIngestor.Mapping.Cel;

/// <summary>Limits that keep any expression cheap to compile and to evaluate.</summary>
internal static class CelLimits
{
    /// <summary>Length of an expression, in UTF-16 code units.</summary>
    public const int MaxTextLength = 65_536;

    /// <summary>Nesting of brackets, calls and <c>?:</c>.</summary>
    public const int MaxNesting = 100;

    /// <summary>
    /// Height of the syntax tree; a chain of n operators of one precedence is n high, except for &amp;&amp; and ||.
    /// </summary>
    public const int MaxTreeHeight = 250;

    /// <summary>Entries of one list or map in the text.</summary>
    public const int MaxLiteralEntries = 1_000;

    /// <summary>Nesting of macros.</summary>
    public const int MaxMacroNesting = 8;

    /// <summary>Nesting of lists and maps that a comparison reads.</summary>
    public const int MaxValueDepth = 200;

    /// <summary>Diagnostics of one expression; the compiler drops the rest.</summary>
    public const int MaxDiagnostics = 50;

    /// <summary>Length of a regular expression, in UTF-16 code units.</summary>
    public const int MaxPatternLength = 1_000;

    /// <summary>Characters and classes of a regular expression after expanding its counted repetitions.</summary>
    public const int MaxPatternSize = 2_000;

    /// <summary>
    /// Default cost limit of one evaluation. A step of a macro, a member or element read, and 16 bytes of text each cost 1.
    /// </summary>
    public const long DefaultCost = 1_000_000;

    /// <summary>
    /// Cost limit of all evaluations of one message, for all its rows: as much as 200 evaluations may cost. Evaluations take some
    /// seconds until they reach it.
    /// </summary>
    public const long MessageCost = 200 * DefaultCost;
}
