namespace SqsIngestor.Catalog.Sql;

/// <summary>SQL text that does not follow the grammar: the place, the text there, and the expected text.</summary>
public sealed class SqlSyntaxException : FormatException
{
    internal SqlSyntaxException(ErrorDescription error, int line, int column, string found, string expected)
        : base($"{line}:{column}: {error.Code}: found {found}, expected {expected}.")
    {
        Code = error.Code;
        Line = line;
        Column = column;
        Found = found;
        Expected = expected;
    }

    /// <summary>The stable name of the error, one of <see cref="SqlErrors"/>.</summary>
    public string Code { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1, in UTF-16 units.</summary>
    public int Column { get; }

    /// <summary>The text at the place of the error.</summary>
    public string Found { get; }

    /// <summary>The text that is expected there.</summary>
    public string Expected { get; }
}
