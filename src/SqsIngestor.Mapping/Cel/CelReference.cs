using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel;

/// <summary>
/// The content of the reference page of the expression language, read from the catalogs that the compiler uses.
/// </summary>
public static class CelReference
{
    /// <summary>Operators, in the order of the page.</summary>
    public static IReadOnlyList<CelReferenceEntry> Operators { get; } = [.. CelOperators.All.Select(Describe)];

    /// <summary>Macros, functions and methods, in groups with a title.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<CelReferenceEntry> Entries)> Functions { get; } =
        [.. CelFunctions.Groups.Select(group => (group.Title, Describe(group.Functions)))];

    /// <summary>Functions of CEL that expressions do not have: library, name, and what to use instead.</summary>
    public static IReadOnlyList<(string Library, string Name, string? Instead)> Foreign { get; } =
        [.. CelForeignNames.All.Select(row => (row.Library, row.Name, row.Instead))];

    /// <summary>The type names that an expression can use.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. CelTypeNames.All];

    /// <summary>
    /// The errors that end an evaluation: stable name, meaning, and the remedy if the meaning does not contain it.
    /// </summary>
    public static IReadOnlyList<(string Name, string Meaning, string? Action)> Errors { get; } =
        [.. CelErrors.All.Select(error => (error.Name, error.Meaning, error.Action))];

    private static CelReferenceEntry[] Describe(CelFunction[] functions) => Array.ConvertAll(functions, Describe);

    private static CelReferenceEntry Describe(CelFunction function) =>
        new(function.Name, [.. function.Signatures], function.Doc.Meaning, function.Doc.Example, function.Doc.Result);
}

/// <summary>An operator, macro or function in <see cref="CelReference"/>.</summary>
/// <param name="Name">Its name or symbol.</param>
/// <param name="Signatures">Each way to use it, with types instead of values.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Example">An expression that needs no variables.</param>
/// <param name="Result">The result of the example.</param>
public sealed record CelReferenceEntry(
    string Name, IReadOnlyList<string> Signatures, string Meaning, string Example, string Result);
