using Microsoft.Extensions.Logging;
using SqsIngestor.Lambda.Logging;
using SqsIngestor.Mapping;
using SqsIngestor.Mapping.Compilation;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Lambda.Configuration;

/// <summary>Compiles the mapping that the settings name; its warnings are logged, its errors refuse the deployment.</summary>
internal static class MappingLoader
{
    /// <exception cref="FunctionException">With every diagnostic.</exception>
    public static MappingPlan Load(FunctionSettings settings, ILogger logger)
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
        var options = new MappingCompilerOptions
        {
            TableName = settings.TableName,
            Descriptors = name => DescriptorFile.Read(
                Directory.Exists(settings.DescriptorPath) ? Path.Combine(settings.DescriptorPath, name) : settings.DescriptorPath),
        };
        var (plan, diagnostics) = MappingCompiler.Compile(yaml, settings.MappingFile, options);
        foreach (var warning in diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning)) Log.MappingWarning(logger, warning.ToString());
        return plan ?? throw new FunctionException(FunctionErrorTypes.MappingInvalid,
            DiagnosticWriter.Write(diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)).TrimEnd());
    }
}
