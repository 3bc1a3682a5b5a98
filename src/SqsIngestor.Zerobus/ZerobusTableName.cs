using System.Diagnostics.CodeAnalysis;

namespace SqsIngestor.Zerobus;

/// <summary>
/// The full name of a Unity Catalog table: exactly three parts, <c>catalog.schema.table</c>, of ASCII letters, digits and
/// underscores. The service accepts no other names.
/// </summary>
public sealed record TableName
{
    private TableName(string catalog, string schema, string table)
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
    public static TableName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var name) ? name : throw new ZerobusException(
            ZerobusErrorCode.TableNameInvalid,
            $"'{text}' is not the full name of a table.",
            "Give catalog.schema.table: three parts of ASCII letters, digits and underscores.");
    }

    /// <summary>Reads a full name; false when it has not exactly three valid parts.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TableName? name)
    {
        var parts = text?.Split('.') ?? [];
        name = parts.Length == 3 && Array.TrueForAll(parts, IsPart) ? new TableName(parts[0], parts[1], parts[2]) : null;
        return name is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => FullName;

    private static bool IsPart(string part) =>
        part.Length is > 0 and <= 255 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
