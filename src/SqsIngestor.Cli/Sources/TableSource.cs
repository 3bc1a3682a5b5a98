using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Sources;

/// <summary>The source of the schema of a table: a file, or <c>uc:catalog.schema.table</c>.</summary>
internal static class TableSource
{
    private const string CatalogPrefix = "uc:";

    /// <summary>The forms, for descriptions of options.</summary>
    public const string Help =
        "a descriptor set (.binpb), a .proto or .sql file, the JSON of a table in Unity Catalog, "
            + "or uc:catalog.schema.table for the live table";

    /// <summary>Reads one table.</summary>
    /// <param name="text">The source.</param>
    /// <param name="table">Which table, if the source has several.</param>
    /// <param name="workspace">The workspace of <c>uc:</c>.</param>
    /// <param name="variables">The values of the variables of a .sql file.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="CliException">The table cannot be read.</exception>
    public static async Task<CatalogTable> OneAsync(
        string text, string? table, Workspace workspace, IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken) =>
        IsLive(text)
            ? await workspace.GetAsync(Name(text[CatalogPrefix.Length..]), cancellationToken)
            : Choose(text, TableFiles.Read(NamedFile.Parse(text), variables), table);

    /// <summary>Whether the source is a table of Unity Catalog.</summary>
    public static bool IsLive(string text) => text.StartsWith(CatalogPrefix, StringComparison.Ordinal);

    /// <summary>The table name after <c>uc:</c>; null for other sources.</summary>
    public static TableName? LiveName(string text) =>
        text.Length == CatalogPrefix.Length ? null : Name(text[CatalogPrefix.Length..]);

    /// <exception cref="CliException">The name does not have three parts.</exception>
    public static TableName Name(string text) =>
        TableName.TryParse(text)
            ?? throw CliErrors.TableNameInvalid.Because(
                $"'{text}' is not a full table name: {TableName.Problem(text)}. Write it as catalog.schema.table.");

    /// <exception cref="CliException">Zerobus refuses the table; the code says why.</exception>
    public static CatalogTable RequireWritable(CatalogTable table)
    {
        try
        {
            return IngestTarget.Require(table);
        }
        catch (TargetException e)
        {
            throw CliErrors.Of(e.Finding.Rule).Because(e.Finding.Text, e);
        }
    }

    /// <exception cref="CliException">The source has no such table, or more than one.</exception>
    public static CatalogTable Choose(string origin, IReadOnlyList<CatalogTable> tables, string? wanted)
    {
        // A view is chosen by its name alone, or if the file has nothing else.
        if (wanted is null && tables.Any(table => !table.IsView)) tables = [.. tables.Where(table => !table.IsView)];
        var found = wanted is null ? tables : [.. tables.Where(t => Matches(t.Name, wanted))];
        if (found.Count == 1) return found[0];
        var names = string.Join(", ", tables.Select(t => t.Name));
        if (tables.Count == 0) throw CliErrors.TableNotInFile.At(origin, "The file has no table.");
        if (found.Count == 0)
        {
            throw CliErrors.TableNotInFile.At(origin, $"The file has no table '{wanted}'. Its tables are {names}.");
        }

        throw CliErrors.TableAmbiguous.At(
            origin,
            wanted is null
                ? $"The file has {tables.Count} tables. Choose one with --table: {names}."
                : $"The file has {found.Count} tables '{wanted}': {string.Join(", ", found.Select(t => t.Name))}. "
                    + "Choose one with its full name, catalog.schema.table.");
    }

    private static bool Matches(TableName name, string wanted) =>
        name.ToString().Equals(wanted, StringComparison.OrdinalIgnoreCase)
        || (!wanted.Contains('.', StringComparison.Ordinal) && name.Table.Equals(wanted, StringComparison.OrdinalIgnoreCase));
}
