using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Lambda.Logging;
using SqsIngestor.Mapping;
using SqsIngestor.Mapping.Compilation;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Lambda.Configuration;

/// <summary>Compiles the mapping that the settings name; its warnings are logged, its errors refuse the deployment.</summary>
internal static class MappingLoader
{
    /// <summary>The tables whose schemas have to be read from Unity Catalog first; null when the descriptors are files.</summary>
    public static IReadOnlyList<SqsIngestor.Catalog.TableName>? CatalogTables(FunctionSettings settings)
    {
        var options = new MappingCompilerOptions { TableName = settings.TableName, Descriptors = name => new(name, null) };
        // A file that cannot be read is reported by Load.
        var names = DescriptorFile.Read(settings.MappingFile).Bytes is { } yaml ? UnityCatalogDescriptor.Tables(yaml, options) : null;
        return names is null ? null : [.. names.Select(SqsIngestor.Catalog.TableName.TryParse).OfType<SqsIngestor.Catalog.TableName>()];
    }

    /// <param name="settings">Name the mapping.</param>
    /// <param name="logger">Receives the warnings.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="tables">The tables of a mapping that takes its descriptors from Unity Catalog.</param>
    /// <returns>The plan, and the SHA-256 of the mapping and of the descriptors that it names, in hexadecimal digits, and what compiling them took.</returns>
    /// <exception cref="FunctionException">With every diagnostic.</exception>
    public static (MappingPlan Plan, string Sha256, TimeSpan Took) Load(FunctionSettings settings, ILogger logger, TimeProvider clock, TableSet? tables = null)
    {
        byte[] yaml;
        try
        {
            yaml = File.ReadAllBytes(settings.MappingFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FunctionException(FunctionErrorTypes.MappingInvalid, $"The mapping {settings.MappingFile} cannot be read: {e.Message}", e);
        }
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(yaml);
        var folders = new DescriptorFolders(settings.DescriptorPaths);
        var options = new MappingCompilerOptions
        {
            TableName = settings.TableName,
            Meanings = tables is null ? null : tables.Meaning,
            Descriptors = name =>
            {
                var descriptor = name == UnityCatalogDescriptor.Name ? FromCatalog(tables) : folders.Read(name);
                sha256.AppendData(descriptor.Bytes ?? []);
                return descriptor;
            },
        };
        var started = clock.GetTimestamp();
        var (plan, diagnostics) = MappingCompiler.Compile(yaml, settings.MappingFile, options);
        var took = clock.GetElapsedTime(started);
        foreach (var warning in diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning)) Log.MappingWarning(logger, warning.ToString());
        if (plan is not null) return (plan, Convert.ToHexStringLower(sha256.GetCurrentHash()), took);
        throw new FunctionException(FunctionErrorTypes.MappingInvalid,
            DiagnosticWriter.Write(diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)).TrimEnd());
    }

    private static DescriptorFile FromCatalog(TableSet? tables)
    {
        if (tables is null or { IsEmpty: true }) return new(UnityCatalogDescriptor.Name, null, "no table is named with catalog.schema.table, in the mapping or by TABLE_NAME");
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
