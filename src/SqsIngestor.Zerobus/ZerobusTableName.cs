using System.Diagnostics.CodeAnalysis;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus;

/// <summary>
/// The full name of a Unity Catalog table, as Zerobus accepts it: exactly three parts, <c>catalog.schema.table</c>, each of 1 to
/// 255 ASCII letters, digits and underscores. Immutable.
/// </summary>
public sealed record ZerobusTableName
{
    private ZerobusTableName(string catalog, string schema, string table)
    {
        Catalog = catalog;
        Schema = schema;
        Table = table;
        FullName = $"{catalog}.{schema}.{table}";
    }

    /// <summary>The first part.</summary>
    public string Catalog { get; }

    /// <summary>The second part.</summary>
    public string Schema { get; }

    /// <summary>The third part.</summary>
    public string Table { get; }

    /// <summary><c>catalog.schema.table</c>.</summary>
    public string FullName { get; }

    /// <summary>Reads a full name.</summary>
    /// <exception cref="ZerobusException"><see cref="ZerobusErrorCode.TableNameInvalid"/>.</exception>
    public static ZerobusTableName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var name) ? name : throw new ZerobusException(
            ZerobusErrorCode.TableNameInvalid, $"'{text}' is not the full name of a table.", $"Use {TableNameRule.Requirement}.");
    }

    /// <summary>Reads a full name; false if it is not valid.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ZerobusTableName? name)
    {
        name = TableNameRule.TrySplit(text) is var (catalog, schema, table) ? new ZerobusTableName(catalog, schema, table) : null;
        return name is not null;
    }

    /// <summary>The full name.</summary>
    public override string ToString() => FullName;
}
