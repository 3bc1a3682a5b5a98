namespace SqsIngestor.Catalog.Sql;

/// <summary>The values of <see cref="SqlSyntaxException.Code"/>.</summary>
internal static class SqlErrorCodes
{
    public const string UnexpectedText = "sql_unexpected_text";
    public const string UnclosedText = "sql_unclosed_text";
    public const string BadEscape = "sql_bad_escape";
    public const string UnknownType = "sql_unknown_type";
    public const string NumberOutOfRange = "sql_number_out_of_range";
    public const string NestedTooDeep = "sql_nested_too_deep";
    public const string DuplicateName = "sql_duplicate_name";
    public const string UnsupportedClause = "sql_unsupported_clause";
}
