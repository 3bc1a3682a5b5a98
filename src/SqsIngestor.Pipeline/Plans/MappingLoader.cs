using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;

namespace SqsIngestor.Pipeline.Plans;

/// <summary>A compiled mapping.</summary>
/// <param name="Plan">The plan for the batches.</param>
/// <param name="Sha256">
/// SHA-256 of the mapping and the files that it names, in lower-case hexadecimal digits. Empty if no row contains it.
/// </param>
/// <param name="CompileTime">How long the compilation took.</param>
internal sealed record LoadedPlan(MappingPlan Plan, string Sha256, TimeSpan CompileTime);

/// <summary>Compiles the mapping that the settings name. Logs its warnings; an error fails the start.</summary>
internal sealed class MappingLoader
{
    private readonly FunctionSettings _settings;
    // In the order in which they are read. The checksum covers them.
    private readonly List<byte[]> _files = [];

    private MappingLoader(FunctionSettings settings) => _settings = settings;

    /// <summary>
    /// The tables that must be read from Unity Catalog before the mapping can be compiled; empty if it cannot be read.
    /// </summary>
    public static IReadOnlyList<SqsIngestor.Catalog.TableName> CatalogTables(FunctionSettings settings)
    {
        var options = new MappingCompilerOptions { TableName = settings.TableName, Descriptors = name => new(name, null) };
        var names = DescriptorFile.Read(settings.MappingFile).Bytes is { } yaml
            ? UnityCatalogDescriptor.Tables(yaml, options)
            : null;
        return [.. (names ?? []).Select(SqsIngestor.Catalog.TableName.TryParse).OfType<SqsIngestor.Catalog.TableName>()];
    }

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
        _files.Add(yaml);
        var started = clock.GetTimestamp();
        var compilation = MappingCompiler.Compile(yaml, _settings.MappingFile, options);
        return (compilation, clock.GetElapsedTime(started));
    }

    private DescriptorFile Keep(DescriptorFile file)
    {
        _files.Add(file.Bytes ?? []);
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
        if (plan is not null) return new(plan, plan.UsesConfigSha256 ? Sha256() : "", compiled.Time);
        throw new FunctionException(FunctionErrorTypes.MappingInvalid,
            DiagnosticWriter.Write(diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)).TrimEnd());
    }

    private string Sha256()
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _files.ForEach(sha256.AppendData);
        return Convert.ToHexStringLower(sha256.GetCurrentHash());
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
