namespace SqsIngestor.Catalog.Sql;

/// <summary>SQL text that can't be read: what stands where, and what should.</summary>
public sealed class SqlSyntaxException : FormatException
{
    internal SqlSyntaxException(string code, int line, int column, string found, string expected)
        : base($"{line}:{column}: {code}: found {found}, expected {expected}.")
    {
        Code = code;
        Line = line;
        Column = column;
        Found = found;
        Expected = expected;
    }

    /// <summary>A stable name for the fault, for instance <c>sql_unknown_type</c>.</summary>
    public string Code { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1, in UTF-16 units.</summary>
    public int Column { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What should stand there.</summary>
    public string Expected { get; }
}
