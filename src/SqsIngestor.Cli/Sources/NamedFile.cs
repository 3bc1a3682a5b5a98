using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Sources;

/// <summary>A file that describes tables, and the name that the command line gives its only table.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">Overrides the name of its only table; null to keep the name in the statement.</param>
internal sealed record NamedFile(FileInfo File, TableName? Name = null)
{
    /// <summary>Reads <c>FILE</c> or <c>catalog.schema.table=FILE</c>.</summary>
    /// <exception cref="CliException">No file can have this path.</exception>
    public static NamedFile Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && TableName.TryParse(text[..equals]) is { } name
            ? new NamedFile(Files.Named(text[(equals + 1)..]), name)
            : new NamedFile(Files.Named(text));
    }

    /// <summary>The statements that create its tables, and then its views; with a name, only that of the table.</summary>
    /// <param name="variables">The values of its variables.</param>
    /// <exception cref="CliException">The file cannot be read, has problems, or several tables for one name.</exception>
    public IReadOnlyList<CreateTableStatement> Read(IReadOnlyDictionary<string, string> variables)
    {
        var text = Files.ReadText(File);
        try
        {
            var statements = CreateTableStatement.ParseAllWithViews(text, variables);
            RefuseSeveral(statements.Count(statement => !statement.IsView));
            return Name is not null && statements.Any(statement => !statement.IsView)
                ? [.. statements.Where(statement => !statement.IsView)]
                : statements;
        }
        catch (SqlSyntaxException e)
        {
            throw CliErrors.SqlInvalid.WithText(SqlProblems.Write(File.ToString(), text, e.Problems), e);
        }
    }

    /// <exception cref="CliException">The file has several tables, and one name is given.</exception>
    public void RefuseSeveral(int tables)
    {
        if (Name is not null && tables > 1)
        {
            throw CliErrors.SqlSeveral.At(File, $"The file creates {tables} tables, so they cannot all be named {Name}.");
        }
    }
}
