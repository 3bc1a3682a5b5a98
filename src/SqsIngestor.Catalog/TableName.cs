namespace SqsIngestor.Catalog;

/// <summary>The full name of a Unity Catalog table: exactly three non-empty parts.</summary>
/// <param name="Catalog">The catalog, as written.</param>
/// <param name="Schema">The schema, as written.</param>
/// <param name="Table">The table, as written.</param>
public sealed record TableName(string Catalog, string Schema, string Table)
{
    /// <summary>Reads <c>catalog.schema.table</c>. Parts are taken as they are, without quotes.</summary>
    /// <param name="text">The full name.</param>
    /// <returns>The name, or null when <paramref name="text"/> is not three non-empty parts.</returns>
    public static TableName? TryParse(string? text)
    {
        var parts = text?.Split('.');
        return parts is [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }] && !parts.Any(part => part != part.Trim())
            ? new TableName(parts[0], parts[1], parts[2])
            : null;
    }

    /// <summary>Reads <c>catalog.schema.table</c>.</summary>
    /// <exception cref="FormatException">The text is not three non-empty parts.</exception>
    public static TableName Parse(string text) => TryParse(text)
        ?? throw new FormatException($"'{text}' is not a full table name. Write it as catalog.schema.table.");

    /// <summary>The catalog and its schema, <c>catalog.schema</c>.</summary>
    public string SchemaName => $"{Catalog}.{Schema}";

    /// <summary><c>catalog.schema.table</c>, without quotes, as the services want it.</summary>
    public override string ToString() => $"{Catalog}.{Schema}.{Table}";
}
