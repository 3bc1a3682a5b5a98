using Microsoft.Extensions.Logging;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;

namespace SqsIngestor.Pipeline.Plans;

/// <summary>A compiled mapping.</summary>
/// <param name="Plan">The plan for the batches.</param>
/// <param name="ConfigSha256">See <see cref="Configuration.ConfigSha256"/>.</param>
/// <param name="CompileTime">How long the compilation took.</param>
internal sealed record LoadedPlan(MappingPlan Plan, string ConfigSha256, TimeSpan CompileTime);

/// <summary>Compiles the mapping that the settings name. Logs its warnings; an error fails the start.</summary>
internal sealed class MappingLoader
{
    private readonly FunctionSettings _settings;

    // What the checksum covers, by the name in the layer.
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private MappingLoader(FunctionSettings settings) => _settings = settings;

    /// <summary>
    /// The tables that must be read from Unity Catalog before the mapping can be compiled; empty if it cannot be read.
    /// </summary>
    public static IReadOnlyList<SqsIngestor.Catalog.TableName> CatalogTables(FunctionSettings settings) =>
    [
        .. (CatalogNames.Of(settings) ?? []).Select(SqsIngestor.Catalog.TableName.TryParse)
            .OfType<SqsIngestor.Catalog.TableName>(),
    ];

    /// <summary>Compiles with the deployed descriptors.</summary>
    /// <param name="settings">Name the mapping.</param>
    /// <param name="logger">Receives the warnings.</param>
    /// <param name="clock">Measures the compilation.</param>
    /// <returns>Null if the mapping takes its descriptors from Unity Catalog.</returns>
    /// <exception cref="FunctionException">The mapping has errors; the message has every diagnostic.</exception>
    public static LoadedPlan? Load(FunctionSettings settings, ILogger logger, TimeProvider clock)
    {
        // Compiling finds the source of the descriptors. That costs nothing if they are files, which need a short start.
        var asked = false;
        var loader = new MappingLoader(settings);
        var loaded = loader.Compile(clock, name =>
        {
            asked |= name == UnityCatalogDescriptor.Name;
            return loader.ReadDeployed(name);
        });
        return asked ? null : loader.Require(loaded, logger);
    }

    /// <summary>Compiles with descriptors made from tables of Unity Catalog.</summary>
    /// <param name="settings">Name the mapping.</param>
    /// <param name="tables">The tables of the mapping.</param>
    /// <param name="logger">Receives the warnings.</param>
    /// <param name="clock">Measures the compilation.</param>
    /// <exception cref="FunctionException">The mapping has errors; the message has every diagnostic.</exception>
    public static LoadedPlan Load(FunctionSettings settings, TableSet tables, ILogger logger, TimeProvider clock)
    {
        var loader = new MappingLoader(settings);
        var loaded =
            loader.Compile(clock, name => name == UnityCatalogDescriptor.Name ? FromCatalog(tables) : loader.ReadDeployed(name));
        // A deployed set counts whether or not the catalog is down, so that every process has the same checksum.
        foreach (var table in CatalogTables(settings)) loader.Keep(loader.ReadDeployed(TableSet.FileName(table)));
        return loader.Require(loaded, logger);
    }

    private (MappingCompilation Compilation, TimeSpan Time) Compile(TimeProvider clock, Func<string, DescriptorFile> descriptors)
    {
        var options = new MappingCompilerOptions
        {
            TableName = _settings.TableName,
            Types = DescriptorTypes.Read,
            WithTests = false,
            Descriptors = name => Keep(descriptors(name)),
            Schemas = name => Keep(new DescriptorFolders(_settings.DescriptorPaths).ReadBeside(name)),
        };
        var yaml = ReadMapping();
        _files[ConfigSha256.MappingName(_settings.MappingFile)] = yaml;
        var started = clock.GetTimestamp();
        var compilation = MappingCompiler.Compile(yaml, _settings.MappingFile, options);
        return (compilation, clock.GetElapsedTime(started));
    }

    private DescriptorFile Keep(DescriptorFile file)
    {
        // What is made from the tables of the catalog is not a file of the layer.
        if (file is { Bytes: { } bytes, Path: not UnityCatalogDescriptor.Name })
            _files[ConfigSha256.DescriptorName(file.Path)] = bytes;
        return file;
    }

    private byte[] ReadMapping()
    {
        try
        {
            return File.ReadAllBytes(_settings.MappingFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FunctionException(
                FunctionErrorTypes.MappingInvalid, $"Cannot read the mapping {_settings.MappingFile}: {e.Message}", e);
        }
    }

    private DescriptorFile ReadDeployed(string name) => new DescriptorFolders(_settings.DescriptorPaths).Read(name);

    private LoadedPlan Require((MappingCompilation Compilation, TimeSpan Time) compiled, ILogger logger)
    {
        var (plan, diagnostics) = compiled.Compilation;
        foreach (var warning in diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning))
            PlanLog.MappingWarning(logger, warning.ToString());
        if (plan is not null) return new(plan, ConfigSha256.Of(_files), compiled.Time);
        throw new FunctionException(FunctionErrorTypes.MappingInvalid,
            DiagnosticWriter.Write(diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)).TrimEnd());
    }

    private static DescriptorFile FromCatalog(TableSet tables)
    {
        if (tables.IsEmpty)
        {
            const string NoTable = "neither the mapping nor TABLE_NAME names a table as catalog.schema.table";
            return new(UnityCatalogDescriptor.Name, null, NoTable);
        }
        try
        {
            return new(UnityCatalogDescriptor.Name, tables.Write(UnityCatalogDescriptor.MessageName));
        }
        catch (NotSupportedException e)
        {
            return new(UnityCatalogDescriptor.Name, null, e.Message);
        }
    }
}
