namespace SqsIngestor.Catalog.Sql;

/// <summary>SQL text that does not follow the grammar: every place, the text there, and the expected text.</summary>
public sealed class SqlSyntaxException : FormatException
{
    internal SqlSyntaxException(SqlProblem problem)
        : this([problem])
    {
    }

    internal SqlSyntaxException(IReadOnlyList<SqlProblem> problems)
        : base($"{problems[0].Line}:{problems[0].Column}: {problems[0]}") => Problems = problems;

    /// <summary>Every problem, in the order of the text. There is at least one.</summary>
    public IReadOnlyList<SqlProblem> Problems { get; }

    /// <summary>The stable name of the first error, one of <see cref="SqlErrors"/>.</summary>
    public string Code => Problems[0].Code;

    /// <summary>The line of the first problem, from 1.</summary>
    public int Line => Problems[0].Line;

    /// <summary>The column of the first problem, from 1, in UTF-16 units.</summary>
    public int Column => Problems[0].Column;

    /// <summary>The text at the place of the first problem.</summary>
    public string Found => Problems[0].Found;

    /// <summary>The text that is expected there.</summary>
    public string Expected => Problems[0].Expected;
}
