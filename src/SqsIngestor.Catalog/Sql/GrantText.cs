namespace SqsIngestor.Catalog.Sql;

/// <summary>The grants without which Zerobus opens no stream.</summary>
public static class GrantText
{
    /// <summary>
    /// Three statements. ALL PRIVILEGES is no substitute: the service asks for MODIFY and SELECT on the table by name.
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
