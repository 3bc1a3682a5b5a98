namespace SqsIngestor.Catalog.Sql;

/// <summary>The catalog of <see cref="SqlSyntaxException.Code"/>.</summary>
public static class SqlErrors
{
    /// <summary>Something else is expected here.</summary>
    public static ErrorDescription UnexpectedText { get; } = new(
        "sql_unexpected_text", "The text does not follow the grammar of CREATE TABLE or of a type.",
        "Write what the message says is expected.");

    /// <summary>A string, a quoted name or a comment has no end.</summary>
    public static ErrorDescription UnclosedText { get; } = new(
        "sql_unclosed_text", "A string, a quoted name or a comment is not closed.", "Add the closing quote, or */.");

    /// <summary>An escape in a string is not a character.</summary>
    public static ErrorDescription BadEscape { get; } = new(
        "sql_bad_escape", "An escape in a string is not a Unicode character.",
        "Write \\u and four hexadecimal digits, or \\U and eight.");

    /// <summary>The word is not a type.</summary>
    public static ErrorDescription UnknownType { get; } = new(
        "sql_unknown_type", "The word is not the name of a Delta type.", "Check the spelling, and the parameters of the type.");

    /// <summary>A number is too small or too large.</summary>
    public static ErrorDescription NumberOutOfRange { get; } = new(
        "sql_number_out_of_range", "A precision, a scale, a length, or a number of an IDENTITY is out of range.",
        "Use a number in the range of the message.");

    /// <summary>Types are nested too deeply.</summary>
    public static ErrorDescription NestedTooDeep { get; } = new(
        "sql_nested_too_deep", "STRUCT, ARRAY and MAP are nested too deeply.",
        "Flatten the type, or store the inner part as VARIANT.");

    /// <summary>Two tables, columns, fields or properties have one name.</summary>
    public static ErrorDescription DuplicateName { get; } = new(
        "sql_duplicate_name", "Two tables, columns, fields or properties have the same name. Delta ignores case.",
        "Rename one of them. If a script creates a table again, use CREATE OR REPLACE or IF NOT EXISTS.");

    /// <summary>A clause or a change that leaves the columns unknown.</summary>
    public static ErrorDescription UnsupportedClause { get; } = new(
        "sql_unsupported_clause",
        "This program cannot tell the columns after this clause: they come from a query or from a table of another file, or an"
            + " ALTER TABLE changes a part of a STRUCT or does something that this program does not know.",
        "Write the columns into CREATE TABLE, or create the table and pull it with --table.");

    /// <summary>A variable without a value.</summary>
    public static ErrorDescription UnknownVariable { get; } = new(
        "sql_unknown_variable", "A variable or a parameter has no value.", "Give it one with --var NAME=VALUE.");

    /// <summary>Every error, for the reference page.</summary>
    public static IReadOnlyList<ErrorDescription> All { get; } =
    [
        UnexpectedText, UnclosedText, BadEscape, UnknownType, NumberOutOfRange, NestedTooDeep, DuplicateName, UnsupportedClause,
        UnknownVariable,
    ];
}
