using SqsIngestor.Catalog;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Mappings;

/// <summary>Finds and compiles mapping files and their descriptors.</summary>
internal static class MappingFiles
{
    /// <summary>What stands for a name that only the deployment gives.</summary>
    public const string TableNamePlaceholder = "${TABLE_NAME}";

    /// <summary>Compiles a file; that it cannot be read is a diagnostic as any other.</summary>
    /// <param name="file">The mapping.</param>
    /// <param name="descriptors">The folder of the descriptor sets; null for the usual place.</param>
    /// <param name="table">The name of the only table; null for that of the file.</param>
    /// <param name="tables">Tables for a mapping whose descriptors come from Unity Catalog; null for none.</param>
    public static LoadedMapping Load(FileInfo file, DirectoryInfo? descriptors, string? table, Func<string, CatalogTable?>? tables = null)
    {
        var folder = descriptors?.ToString() ?? DescriptorFolder(file);
        var options = new MappingCompilerOptions
        {
            TableName = table,
            TableNamePlaceholder = TableNamePlaceholder,
            Descriptors = name => DescriptorFile.Read(Path.Combine(folder, name)),
        };
        if (CatalogTables(file, table) is { } names) options = OfflineCatalog.Add(options, names, folder, tables);
        byte[] yaml;
        try
        {
            yaml = File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message;
            return new(file, new(null, [new(DiagnosticCodes.FileUnreadable, file.ToString(), TextPosition.File, $"the file cannot be read: {reason}")]));
        }
        return new(file, MappingCompiler.Compile(yaml, file.ToString(), options));
    }

    /// <summary>The tables that a mapping takes its descriptors from; null when it has files for them.</summary>
    public static IReadOnlyList<string>? CatalogTables(FileInfo file, string? table)
    {
        var options = new MappingCompilerOptions { TableName = table, TableNamePlaceholder = TableNamePlaceholder, Descriptors = name => new(name, null) };
        return DescriptorFile.Read(file.FullName).Bytes is { } yaml ? UnityCatalogDescriptor.Tables(yaml, options) : null;
    }

    /// <summary>Compiles a file of which a table may be chosen: the name of the only one, or one of several.</summary>
    public static (LoadedMapping Mapping, string? Only) LoadFor(FileInfo file, DirectoryInfo? descriptors, string? table)
    {
        var mapping = Load(file, descriptors, null);
        if (table is null || mapping.Compilation.Plan is not { } plan) return (mapping, null);
        if (plan.Tables.Count == 1) return (Load(file, descriptors, table), null);
        if (plan.Tables.Any(t => t.Name == table)) return (mapping, table);
        throw new CliException(ExitCodes.Usage, $"{file} has no table '{table}'; it has {string.Join(", ", plan.Tables.Select(t => t.Name))}");
    }

    private static string DescriptorFolder(FileInfo file)
    {
        var own = Path.GetDirectoryName(file.ToString()) ?? "";
        // The path is shown in diagnostics, so it stays as short as the one that was given.
        var beside = Path.Combine(Path.GetDirectoryName(file.DirectoryName!) ?? file.DirectoryName!, "descriptors");
        if (!Directory.Exists(beside)) return own;
        return Path.IsPathRooted(file.ToString()) ? beside : Path.GetRelativePath(Directory.GetCurrentDirectory(), beside);
    }
}
