using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Logging;
using SqsIngestor.Mapping;
using SqsIngestor.Mapping.Compilation;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Lambda.Configuration;

/// <summary>Compiles the mapping that the settings name; its warnings are logged, its errors refuse the deployment.</summary>
internal static class MappingLoader
{
    /// <returns>The plan, and the SHA-256 of the mapping and of the descriptors that it names, in hexadecimal digits, and what compiling them took.</returns>
    /// <exception cref="FunctionException">With every diagnostic.</exception>
    public static (MappingPlan Plan, string Sha256, TimeSpan Took) Load(FunctionSettings settings, ILogger logger, TimeProvider clock)
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
            Descriptors = name =>
            {
                var descriptor = folders.Read(name);
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
}
