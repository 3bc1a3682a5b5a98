using SqsIngestor.Catalog;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Sources;

/// <summary>A place that schemas come from, as the command line names it: a file, or <c>uc:catalog.schema.table</c>.</summary>
internal static class TableSource
{
    private const string CatalogPrefix = "uc:";

    public const string Help = "a descriptor set (.binpb), a .proto or .sql file, the catalog's JSON, or uc:catalog.schema.table for the live table";

    /// <summary>The one table that is meant.</summary>
    /// <param name="text">The place.</param>
    /// <param name="table">Which table, where the place has several.</param>
    /// <param name="workspace">Where <c>uc:</c> leads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">It cannot be had.</exception>
    public static async Task<CatalogTable> OneAsync(string text, string? table, Workspace workspace, CancellationToken cancellationToken) =>
        IsLive(text) ? await workspace.GetAsync(Name(text[CatalogPrefix.Length..]), cancellationToken) : Choose(text, TableFiles.Read(new FileInfo(text)), table);

    public static bool IsLive(string text) => text.StartsWith(CatalogPrefix, StringComparison.Ordinal);

    /// <summary>What stands behind <c>uc:</c>; null when nothing does.</summary>
    public static TableName? LiveName(string text) => text.Length == CatalogPrefix.Length ? null : Name(text[CatalogPrefix.Length..]);

    /// <exception cref="CliException">The name does not have three parts.</exception>
    public static TableName Name(string text) =>
        TableName.TryParse(text) ?? throw new CliException(ExitCodes.Usage, $"error: '{text}' is not a full table name. Write it as catalog.schema.table.");

    /// <exception cref="CliException">There is none, or no single one.</exception>
    public static CatalogTable Choose(string origin, IReadOnlyList<CatalogTable> tables, string? wanted)
    {
        var found = wanted is null ? tables : [.. tables.Where(t => Matches(t.Name, wanted))];
        if (found.Count == 1) return found[0];
        var names = string.Join(", ", tables.Select(t => t.Name));
        throw new CliException(ExitCodes.Usage, tables.Count == 0 ? $"{origin}: error: there is no table in it."
            : wanted is null ? $"{origin}: error: it has {tables.Count} tables; choose one with --table: {names}."
            : $"{origin}: error: it has no table '{wanted}'; it has {names}.");
    }

    private static bool Matches(TableName name, string wanted) =>
        name.ToString().Equals(wanted, StringComparison.OrdinalIgnoreCase) || (!wanted.Contains('.', StringComparison.Ordinal) && name.Table.Equals(wanted, StringComparison.OrdinalIgnoreCase));
}
