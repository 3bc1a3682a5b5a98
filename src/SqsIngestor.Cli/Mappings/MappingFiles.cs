using SqsIngestor.Catalog;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli.Mappings;

/// <summary>A mapping file and the outcome of compiling it.</summary>
/// <param name="File">As the command line names it.</param>
/// <param name="Compilation">The plan, or the reasons why it could not be compiled.</param>
internal sealed record LoadedMapping(FileInfo File, MappingCompilation Compilation)
{
    /// <summary>The tables of the messages, by their full names, as far as the descriptor set says what they are.</summary>
    public IReadOnlyDictionary<string, CatalogTable> Described { get; init; } = new Dictionary<string, CatalogTable>();

    /// <summary>Reads a file that the mapping names, relative to the mapping's folder.</summary>
    public byte[] ReadBeside(string name) => System.IO.File.ReadAllBytes(Path.Combine(File.DirectoryName!, name));

    /// <exception cref="CliException">There is no plan; the message holds every diagnostic.</exception>
    public MappingPlan RequirePlan() =>
        Compilation.Plan ?? throw CliErrors.MappingInvalid.WithText(DiagnosticWriter.Write(Compilation.Diagnostics).TrimEnd());
}

/// <summary>Finds and compiles mapping files and their descriptors.</summary>
internal static class MappingFiles
{
    /// <summary>Stands for the name of a table that only the deployment gives.</summary>
    public const string TableNamePlaceholder = "${TABLE_NAME}";

    /// <summary>Compiles a file. A file that cannot be read is a diagnostic.</summary>
    /// <param name="file">The mapping.</param>
    /// <param name="descriptors">The descriptor set, or the folder of descriptor sets; null for the default.</param>
    /// <param name="table">The name of the only table; null for the name in the file.</param>
    /// <param name="tables">Tables for a mapping whose descriptors come from Unity Catalog; null for none.</param>
    /// <param name="yaml">Text to compile instead of that of the file; null for the file.</param>
    /// <param name="change">Changes each descriptor set; null for no change.</param>
    /// <param name="find">Finds a descriptor set by the name in the mapping; null for the files of the folder.</param>
    public static LoadedMapping Load(
        FileInfo file, FileSystemInfo? descriptors, string? table, Func<string, CatalogTable?>? tables = null,
        byte[]? yaml = null, Func<DescriptorFile, DescriptorFile>? change = null, Func<string, DescriptorFile>? find = null)
    {
        var place = descriptors?.ToString() ?? DescriptorFolder.PathOf(file);
        var folders = new DescriptorFolders([place]);
        var described = new Dictionary<string, CatalogTable>();
        var options = new MappingCompilerOptions
        {
            TableName = table,
            TableNamePlaceholder = TableNamePlaceholder,
            Descriptors = find ?? (name =>
            {
                Verbosity.Say($"reading the descriptor set {name} in {place}");
                return folders.Read(name);
            }),
            Schemas = find ?? folders.ReadBeside,
            Types = (set, message) =>
            {
                if (DescriptorTypes.Table(set, message) is { } known) described[message] = known;
                return DescriptorTypes.Read(set, message);
            },
        };
        if (CatalogTables(file, table) is { } names)
        {
            options = OfflineCatalog.Add(options, names, find ?? folders.Read, place, tables);
        }

        if (change is not null)
        {
            var read = options.Descriptors;
            options = options with { Descriptors = name => change(read(name)) };
        }

        try
        {
            yaml ??= Files.ReadBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist"
                : Directory.Exists(file.FullName) ? "it is a folder; name the mapping files in it"
                : e.Message;
            return new(
                file,
                new(
                    null,
                    [
                        new(
                            DiagnosticCodes.FileUnreadable, file.ToString(), TextPosition.File,
                            $"the file cannot be read: {reason}")]));
        }
        return new(file, MappingCompiler.Compile(yaml, file.ToString(), options)) { Described = described };
    }

    /// <summary>
    /// The tables whose schemas the mapping takes from Unity Catalog; null if it names a descriptor file, or cannot be read.
    /// </summary>
    public static IReadOnlyList<string>? CatalogTables(FileInfo file, string? table)
    {
        var options = new MappingCompilerOptions
        {
            TableName = table,
            TableNamePlaceholder = TableNamePlaceholder,
            Descriptors = name => new(name, null),
        };
        try
        {
            return UnityCatalogDescriptor.Tables(Files.ReadBytes(file), options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Compiles a file for <c>--table</c>: the choice of a table, or the name of the only one if the file does not name it.
    /// </summary>
    /// <exception cref="CliException">The mapping has no such table.</exception>
    public static (LoadedMapping Mapping, string? Only) LoadFor(FileInfo file, FileSystemInfo? descriptors, string? table)
    {
        var mapping = Load(file, descriptors, null);
        if (table is null || mapping.Compilation.Plan is not { } plan) return (mapping, null);
        if (plan.Tables is [{ Name: TableNamePlaceholder }]) return (Load(file, descriptors, table), null);
        if (plan.Tables.FirstOrDefault(t => t.Name.Equals(table, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return (mapping, found.Name);
        }

        var names = plan.Tables.Select(t => t.Name).Distinct().ToList();
        var hint = Nearest.Hint(table, names) is { } near ? $" {char.ToUpperInvariant(near[0])}{near[1..]}" : "";
        throw CliErrors.TableNotInMapping.At(
            file,
            $"The mapping has no table '{table}'. Its {(names.Count == 1 ? "table is" : "tables are")} "
                + $"{string.Join(", ", names)}.{hint}");
    }
}
