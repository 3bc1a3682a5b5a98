using System.Text;
using SqsIngestor.Mapping.Compilation.Syntax;
using SqsIngestor.Mapping.Compilation.Yaml;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Compilation;

/// <summary>Compiles a mapping file against its descriptor: a plan, or every problem that the two have.</summary>
public static class MappingCompiler
{
    /// <summary>Compiles.</summary>
    /// <param name="yaml">The mapping file, UTF-8.</param>
    /// <param name="path">Its name in diagnostics.</param>
    /// <param name="options">Where descriptors and variables come from.</param>
    public static MappingCompilation Compile(ReadOnlySpan<byte> yaml, string path, MappingCompilerOptions options)
    {
        if (yaml.Length > MappingLimits.MaxFileBytes)
        {
            return Refused(path, DiagnosticCodes.FileTooLarge, $"the file has {yaml.Length:N0} bytes; {MappingLimits.MaxFileBytes:N0} are allowed");
        }
        if (!System.Text.Unicode.Utf8.IsValid(yaml)) return Refused(path, DiagnosticCodes.YamlInvalid, "the file is not UTF-8");
        var text = Encoding.UTF8.GetString(yaml).TrimStart('\uFEFF');
        var diagnostics = new DiagnosticBag(path, text);
        var plan = Compile(text, options, diagnostics);
        return new(diagnostics.HasErrors ? null : plan, diagnostics.ToList());
    }

    private static MappingPlan? Compile(string text, MappingCompilerOptions options, DiagnosticBag diagnostics)
    {
        var root = YamlTreeReader.Read(text, new VariableSubstitution(options.Variables), diagnostics);
        if (root is null || new MappingReader(diagnostics).Read(root) is not { } syntax) return null;
        if (syntax.Descriptor is null || LoadDescriptors(syntax.Descriptor, options, diagnostics) is not { } descriptors) return null;
        var paths = new PathResolver(diagnostics);
        var columns = new ColumnCompiler(paths, new ValueCodecs(syntax.Enums), syntax.Defaults, diagnostics);
        var tables = syntax.Tables.Select(new TableCompiler(descriptors, columns, options.TableName, diagnostics).Compile).OfType<TablePlan>().ToList();
        return diagnostics.HasErrors ? null : new MappingPlan(tables, paths.Message, paths.Body, paths.Scopes);
    }

    private static DescriptorSet? LoadDescriptors(YamlScalar name, MappingCompilerOptions options, DiagnosticBag diagnostics)
    {
        var (path, bytes, error) = options.Descriptors(name.Value);
        if (bytes is null)
        {
            diagnostics.Add(DiagnosticCodes.FileUnreadable, name.Position, $"the descriptor {path} cannot be read: {error}");
            return null;
        }
        var bag = new DiagnosticBag(path);
        var set = DescriptorSet.Load(bytes, path, bag);
        diagnostics.AddRange(bag.ToList());
        return set;
    }

    private static MappingCompilation Refused(string path, DiagnosticCode code, string message)
    {
        var bag = new DiagnosticBag(path);
        bag.Add(code, TextPosition.File, message);
        return new(null, bag.ToList());
    }
}
