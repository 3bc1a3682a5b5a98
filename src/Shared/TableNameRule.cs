using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>
/// The one rule for the full name of a Unity Catalog table: three parts between dots, each of 1 to 255 ASCII letters, digits and
/// underscores. Zerobus accepts no other names. The mapping compiler, the function, the catalog, the client and the emulator use
/// this rule; the validation of <c>table_name</c> in terraform/variables_pipelines.tf repeats it, and a test compares the two.
/// </summary>
[Embedded]
internal static class TableNameRule
{
    /// <summary>The most characters of one part, as Unity Catalog allows.</summary>
    public const int MaxPartLength = 255;

    /// <summary>The names that are valid, as a regular expression.</summary>
    public const string Pattern = @"[0-9A-Za-z_]{1,255}\.[0-9A-Za-z_]{1,255}\.[0-9A-Za-z_]{1,255}";

    private const int Parts = 3;

    /// <summary>The valid names, for error messages; follows the word "Use".</summary>
    public const string Requirement = "catalog.schema.table: three parts of 1 to 255 ASCII letters, digits and underscores";

    /// <summary>Whether the text is a valid full name.</summary>
    public static bool IsValid(string? text) => TrySplit(text) is not null;

    /// <summary>Whether the text is valid as a catalog, a schema or a table alone.</summary>
    public static bool IsPart(string? part) =>
        part is { Length: > 0 and <= MaxPartLength } && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>What is wrong with a text that is not valid: the first character at fault, or the number of parts.</summary>
    public static string Problem(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '.' || IsPart(rune.ToString())) continue;
            return $"'{rune}' is not an ASCII letter, a digit or an underscore";
        }
        var parts = text.Split('.');
        return parts.Length != Parts ? $"it has {parts.Length} {(parts.Length == 1 ? "part" : "parts")} instead of {Parts}"
            : Array.Exists(parts, static part => part.Length == 0) ? "a part is empty"
            : $"a part has more than {MaxPartLength} characters";
    }

    /// <summary>The three parts in order, as they are written; null if the text is not valid.</summary>
    public static (string Catalog, string Schema, string Table)? TrySplit(string? text) =>
        text?.Split('.') is [var catalog, var schema, var table] && IsPart(catalog) && IsPart(schema) && IsPart(table)
            ? (catalog, schema, table)
            : null;
}
