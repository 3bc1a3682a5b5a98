using SqsIngestor.Catalog;

namespace SqsIngestor.Cli.Local;

/// <summary>A file with CREATE TABLE statements.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">Overrides the name of its only table; null to keep the name in the statement.</param>
internal sealed record SqlFile(FileInfo File, TableName? Name = null)
{
    /// <summary>Reads <c>FILE</c> or <c>catalog.schema.table=FILE</c>.</summary>
    public static SqlFile Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && TableName.TryParse(text[..equals]) is { } name
            ? new SqlFile(new FileInfo(text[(equals + 1)..]), name)
            : new SqlFile(new FileInfo(text));
    }
}
