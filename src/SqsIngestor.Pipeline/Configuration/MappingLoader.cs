using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Logging;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>Compiles the mapping that the settings name; its warnings are logged, its errors refuse the deployment.</summary>
internal sealed class MappingLoader
{
    private readonly FunctionSettings _settings;
    private readonly TableSet? _tables;
    // In the order in which they are read: what the checksum is made of.
    private readonly List<byte[]> _files = [];

    private MappingLoader(FunctionSettings settings, TableSet? tables) => (_settings, _tables) = (settings, tables);

    /// <summary>The tables whose schemas have to be read from Unity Catalog first, by a mapping that takes its descriptors from there.</summary>
    public static IReadOnlyList<SqsIngestor.Catalog.TableName> CatalogTables(FunctionSettings settings)
    {
        var options = new MappingCompilerOptions { TableName = settings.TableName, Descriptors = name => new(name, null) };
        var names = DescriptorFile.Read(settings.MappingFile).Bytes is { } yaml ? UnityCatalogDescriptor.Tables(yaml, options) : null;
        return [.. (names ?? []).Select(SqsIngestor.Catalog.TableName.TryParse).OfType<SqsIngestor.Catalog.TableName>()];
    }

    /// <summary>Compiles with the descriptors that are deployed.</summary>
    /// <param name="settings">Name the mapping.</param>
    /// <param name="logger">Receives the warnings.</param>
    /// <param name="clock">Measures.</param>
    /// <returns>Null when the mapping takes its descriptors from Unity Catalog.</returns>
    /// <exception cref="FunctionException">With every diagnostic.</exception>
    public static LoadedPlan? Load(FunctionSettings settings, ILogger logger, TimeProvider clock)
    {
        // To find out by compiling costs nothing where descriptors are files, and there the start has to be short.
        var asked = false;
        var loader = new MappingLoader(settings, null);
        var loaded = loader.Compile(clock, name =>
        {
            asked |= name == UnityCatalogDescriptor.Name;
            return loader.ReadDeployed(name);
        });
        return asked ? null : loader.Require(loaded, logger);
    }

    /// <summary>Compiles with the descriptors of tables as Unity Catalog has them.</summary>
    /// <param name="settings">Name the mapping.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="logger">Receives the warnings.</param>
    /// <param name="clock">Measures.</param>
    /// <exception cref="FunctionException">With every diagnostic.</exception>
    public static LoadedPlan Load(FunctionSettings settings, TableSet tables, ILogger logger, TimeProvider clock)
    {
        var loader = new MappingLoader(settings, tables);
        return loader.Require(loader.Compile(clock, name => name == UnityCatalogDescriptor.Name ? FromCatalog(tables) : loader.ReadDeployed(name)), logger);
    }

    private (MappingCompilation Compilation, TimeSpan Took) Compile(TimeProvider clock, Func<string, DescriptorFile> descriptors)
    {
        var options = new MappingCompilerOptions
        {
            TableName = _settings.TableName,
            Meanings = _tables is null ? null : _tables.Meaning,
            WithTests = false,
            Descriptors = name =>
            {
                var descriptor = descriptors(name);
                _files.Add(descriptor.Bytes ?? []);
                return descriptor;
            },
        };
        var yaml = ReadMapping();
        _files.Add(yaml);
        var started = clock.GetTimestamp();
        var compilation = MappingCompiler.Compile(yaml, _settings.MappingFile, options);
        return (compilation, clock.GetElapsedTime(started));
    }

    private byte[] ReadMapping()
    {
        try
        {
            return File.ReadAllBytes(_settings.MappingFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FunctionException(FunctionErrorTypes.MappingInvalid, $"The mapping {_settings.MappingFile} cannot be read: {e.Message}", e);
        }
    }

    private DescriptorFile ReadDeployed(string name) => new DescriptorFolders(_settings.DescriptorPaths).Read(name);

    private LoadedPlan Require((MappingCompilation Compilation, TimeSpan Took) compiled, ILogger logger)
    {
        var (plan, diagnostics) = compiled.Compilation;
        foreach (var warning in diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning)) Log.MappingWarning(logger, warning.ToString());
        if (plan is not null) return new(plan, plan.UsesConfigSha256 ? Sha256() : "", compiled.Took);
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
        if (tables.IsEmpty) return new(UnityCatalogDescriptor.Name, null, "no table is named with catalog.schema.table, in the mapping or by TABLE_NAME");
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
