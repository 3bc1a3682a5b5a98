using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Catalog.Sql;

/// <summary>Writes the grants that Zerobus needs to open a stream.</summary>
public static class GrantText
{
    /// <summary>
    /// Three statements. ALL PRIVILEGES does not replace them: the service checks for MODIFY and SELECT on the table.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="principal">The service principal's application id, or the name of a group.</param>
    public static string Write(TableName table, string principal)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(principal);
        var to = $"`{principal.Replace("`", "``", StringComparison.Ordinal)}`";
        return $"""
            GRANT USE CATALOG ON CATALOG {SqlText.Name(table.Catalog)} TO {to};
            GRANT USE SCHEMA ON SCHEMA {SqlText.Name(table.Catalog)}.{SqlText.Name(table.Schema)} TO {to};
            GRANT SELECT, MODIFY ON TABLE {CreateTableText.FullName(table)} TO {to};

            """.ReplaceLineEndings("\n");
    }
}
