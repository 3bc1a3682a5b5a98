using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Cli.Check;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Configuration;
using TableName = SqsIngestor.Catalog.TableName;

namespace SqsIngestor.Cli.Package;

/// <summary>A mapping of the layer, checked, with the files that it uses.</summary>
internal sealed class PackedMapping
{
    private readonly SortedDictionary<string, FileInfo> _files = new(StringComparer.Ordinal);
    private readonly Func<string, FileInfo?> _find;
    private readonly string _otherwise;

    private PackedMapping(FileInfo file, Func<string, FileInfo?> find, string otherwise) =>
        (File, _find, _otherwise) = (file, find, otherwise);

    public FileInfo File { get; }

    /// <summary>The descriptor sets and schemas that the mapping uses, by name.</summary>
    public IReadOnlyDictionary<string, FileInfo> Uses => _files;

    /// <summary>What is wrong with the mapping, warnings included.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>The tables that rows go to, as far as the mapping names them.</summary>
    public IReadOnlyList<string> Tables { get; private set; } = [];

    /// <summary>Whether there was no schema, so that only the form of the mapping could be checked.</summary>
    public bool HasNoSchema { get; private set; }

    /// <summary>The descriptor sets that a mapping with <c>descriptor: unity-catalog</c> lacks.</summary>
    public IReadOnlyList<string> MissingSets { get; private set; } = [];

    /// <summary>Checks a mapping as <c>check</c> does.</summary>
    /// <param name="file">The mapping.</param>
    /// <param name="find">Finds a descriptor set or a schema by its name; null if it is not there.</param>
    /// <param name="otherwise">Why it is not there.</param>
    public static PackedMapping Check(FileInfo file, Func<string, FileInfo?> find, string otherwise)
    {
        var mapping = new PackedMapping(file, find, otherwise);
        var catalog = MappingFiles.CatalogTables(file, null);
        mapping.MissingSets = [.. (catalog ?? []).Select(SetOf).OfType<string>().Where(set => find(set) is null)];
        var loaded = MappingFiles.Load(file, null, null, find: mapping.Read);
        var plan = loaded.Compilation.Plan;
        mapping.Diagnostics = plan is null ? loaded.Compilation.Diagnostics
            : [.. loaded.Compilation.Diagnostics, .. TableCheck.RunAlone(loaded)];
        mapping.Tables = [
            .. (plan?.Targets.Select(table => table.Name) ?? catalog ?? [])
                .Where(name => name != MappingFiles.TableNamePlaceholder).Distinct()];
        if (catalog is not null && plan is null) mapping.TakeWithoutSchema(catalog);
        return mapping;
    }

    /// <summary>The checksum of the mapping and the files that it uses; see <see cref="ConfigSha256"/>.</summary>
    public string Sha256() => ConfigSha256.Of(
        _files.Select(file => KeyValuePair.Create(ConfigSha256.DescriptorName(file.Key), Files.Read(file.Value)))
            .Append(new(ConfigSha256.MappingName(File.Name), Files.Read(File))));

    /// <summary>The set that replaces the catalog for a table; null for a table that only the deployment names.</summary>
    private static string? SetOf(string table) => TableName.TryParse(table) is { } name ? TableSet.FileName(name) : null;

    /// <summary>Without descriptor sets, their absence is not an error: the function reads the schema when it starts.</summary>
    private void TakeWithoutSchema(IReadOnlyList<string> tables)
    {
        if (MissingSets.Count == 0 && tables.All(table => SetOf(table) is not null)) return;
        HasNoSchema = true;
        Diagnostics = [.. Diagnostics.Where(diagnostic => diagnostic.Code != DiagnosticCodes.CatalogNotAvailable)];
        var options = new MappingCompilerOptions { Descriptors = Read };
        foreach (var name in tables.Select(SetOf).OfType<string>().Where(name => _find(name) is not null)) Read(name);
        // The compiler has not come to the payload.
        foreach (var name in UnityCatalogDescriptor.Schemas(Files.Read(File), options))
        {
            if (Read(name) is { Bytes: null, Error: var error })
            {
                Diagnostics = [
                    .. Diagnostics,
                    new(
                        DiagnosticCodes.FileUnreadable, File.ToString(), TextPosition.File,
                        $"cannot read the schema {name}: {error}")];
            }
        }
    }

    private DescriptorFile Read(string name)
    {
        if (_find(name) is not { } file) return new(name, null, _otherwise);
        var read = DescriptorFile.Read(file.ToString());
        if (read.Bytes is not null) _files[name] = file;
        return read;
    }
}
