using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Mappings;

/// <summary>
/// Replaces Unity Catalog offline: the tables of --against, otherwise the descriptor sets that schema pull wrote. The function
/// falls back to the same sets.
/// </summary>
internal static class OfflineCatalog
{
    /// <summary>Options with which <c>descriptor: unity-catalog</c> compiles, or reports what is missing.</summary>
    /// <param name="options">The options without a catalog.</param>
    /// <param name="names">The tables that the mapping writes to.</param>
    /// <param name="read">Reads a descriptor set by its file name.</param>
    /// <param name="place">The descriptor set, or the folder of them, for messages.</param>
    /// <param name="tables">The tables of --against; null for none.</param>
    public static MappingCompilerOptions Add(
        MappingCompilerOptions options, IReadOnlyList<string> names, Func<string, DescriptorFile> read, string place,
        Func<string, CatalogTable?>? tables)
    {
        var found = new List<CatalogTable>();
        foreach (var name in names)
        {
            if (TableName.TryParse(name) is not { } full)
            {
                return Missing(options, "the table has no name yet, so its schema cannot be found; use --table");
            }
            if ((tables?.Invoke(name) ?? Deployed(read, full)) is not { } table)
            {
                var file = File.Exists(place) ? place : Path.Combine(place, TableSet.FileName(full));
                return Missing(options, $"the schema of {name} is in neither --against nor {file}");
            }
            if (table.Columns.Count == 0 && IngestTarget.Refusal(table with { Name = full }) is { } refusal)
            {
                return Missing(options, refusal.ToString().TrimEnd('.'));
            }

            found.Add(table with { Name = full });
        }

        var set = new TableSet(found);
        return options with
        {
            Descriptors = name => name == UnityCatalogDescriptor.Name ? Write(set) : options.Descriptors(name),
        };
    }

    private static CatalogTable? Deployed(Func<string, DescriptorFile> read, TableName name) =>
        read(TableSet.FileName(name)).Bytes is { } bytes
            ? TableSet.ReadDeployed(bytes, name)
            : null;

    private static MappingCompilerOptions Missing(MappingCompilerOptions options, string reason) => options with
    {
        Descriptors = name =>
            name == UnityCatalogDescriptor.Name ? new DescriptorFile(name, null, reason) : options.Descriptors(name),
    };

    private static DescriptorFile Write(TableSet set)
    {
        try
        {
            return new(UnityCatalogDescriptor.Name, set.Write(UnityCatalogDescriptor.MessageName));
        }
        catch (NotSupportedException e)
        {
            return new(UnityCatalogDescriptor.Name, null, e.Message);
        }
    }
}
