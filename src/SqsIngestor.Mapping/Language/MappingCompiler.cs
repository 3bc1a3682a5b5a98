using System.Text;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Language.Quarantine;
using SqsIngestor.Mapping.Language.Rescue;
using SqsIngestor.Mapping.Language.Scopes;
using SqsIngestor.Mapping.Language.Tables;
using SqsIngestor.Mapping.Language.Tests;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language;

/// <summary>Compiles a mapping file against its descriptor: the result is a plan, or every problem of the two.</summary>
public static class MappingCompiler
{
    /// <summary>Compiles a mapping file. Reads files only through the options. Any thread may call it.</summary>
    /// <param name="yaml">The mapping file, UTF-8.</param>
    /// <param name="path">Its name in diagnostics.</param>
    /// <param name="options">The sources of descriptors and variables.</param>
    public static MappingCompilation Compile(ReadOnlySpan<byte> yaml, string path, MappingCompilerOptions options)
    {
        if (yaml.Length > MappingLimits.MaxFileBytes)
        {
            return Refused(
                path, DiagnosticCodes.FileTooLarge,
                $"the file has {yaml.Length:N0} bytes; the limit is {MappingLimits.MaxFileBytes:N0}");
        }
        if (!System.Text.Unicode.Utf8.IsValid(yaml)) return Refused(path, DiagnosticCodes.YamlInvalid, "the file is not UTF-8");
        var text = Encoding.UTF8.GetString(yaml).TrimStart('\uFEFF');
        var diagnostics = new DiagnosticBag(path, text);
        var plan = Compile(text, options, diagnostics, out var tests);
        return new(diagnostics.HasErrors ? null : plan, diagnostics.ToList())
        {
            Tests = [.. tests.Select(t => new MappingTest(t))],
        };
    }

    private static MappingPlan? Compile(
        string text, MappingCompilerOptions options, DiagnosticBag diagnostics, out IReadOnlyList<TestSyntax> tests)
    {
        tests = [];
        var root = YamlTreeReader.Read(text, new VariableSubstitution(options.Variables), diagnostics);
        if (root is null || new MappingReader(diagnostics, options.WithTests).Read(root) is not { } syntax) return null;
        if (syntax.Descriptor is null || ReadDescriptors(syntax.Descriptor, options, diagnostics) is not { } file
            || LoadDescriptors(file, diagnostics) is not { } descriptors)
        {
            return null;
        }
        var paths = new PathResolver(
            syntax.Payload?.Steps is [.., var last] ? last.Spec : PayloadStepCatalog.Json,
            unwrapsSns: syntax.Payload?.Steps.Any(step => step.Spec.Envelope == EnvelopeCatalog.Sns) ?? false, diagnostics);
        var rescues = new RescueCompiler(paths, diagnostics);
        var targets = new TargetTables(diagnostics);
        var compiler = new TableCompiler(
            syntax, descriptors, paths, rescues, targets, options, message => options.Types?.Invoke(file.Bytes, message),
            diagnostics);
        var tables = syntax.Tables.Select(compiler.Compile).OfType<TablePlan>().ToList();
        CheckReachable(syntax, diagnostics);
        IdleKeys.Check(syntax, diagnostics);
        var payload = new PayloadCompiler(descriptors, options.Schemas ?? options.Descriptors, diagnostics)
            .Compile(syntax.Payload, paths.Payload, isFiltered: syntax.Tables.All(table => table.When is not null));
        var quarantine = QuarantineCompiler.Compile(syntax, targets, diagnostics);
        if (diagnostics.HasErrors) return null;
        tests = syntax.Tests;
        var checksums = ChecksumPlan.Create(paths.Payload.Message, syntax.Verify.Body, syntax.Verify.Attributes);
        var plan = new MappingPlan(paths.Payload.Message, payload, paths.Scopes)
        {
            Targets = targets.All,
            TableArray = [.. tables],
            UsesBatchSize = paths.UsesBatchSize,
            FirstMatchOnly = syntax.FirstMatchOnly,
            Unrouted = syntax.Unrouted,
            OnRecordError = syntax.OnRecordError,
            Quarantine = quarantine,
            Checksums = checksums,
        };
        foreach (var test in tests) new TestCheck(plan, diagnostics).Check(test);
        return plan;
    }

    private static void CheckReachable(MappingSyntax syntax, DiagnosticBag diagnostics)
    {
        if (!syntax.FirstMatchOnly) return;
        foreach (var table in syntax.Tables.SkipWhile(t => t.When is not null).Skip(1))
        {
            diagnostics.Add(
                DiagnosticCodes.UnreachableTable, table.Position, "a table above has no condition, so it takes every message");
        }
    }

    private static DescriptorFile? ReadDescriptors(YamlScalar name, MappingCompilerOptions options, DiagnosticBag diagnostics)
    {
        var (path, bytes, error) = options.Descriptors(name.Value);
        if (bytes is null && name.Value == UnityCatalogDescriptor.Name)
        {
            diagnostics.Add(DiagnosticCodes.CatalogNotAvailable, name.Position, error ?? "no catalog is available");
            return null;
        }
        if (bytes is null)
        {
            diagnostics.Add(DiagnosticCodes.FileUnreadable, name.Position, $"cannot read the descriptor {path}: {error}");
            return null;
        }
        return new DescriptorFile(path, bytes);
    }

    private static DescriptorSet? LoadDescriptors(DescriptorFile file, DiagnosticBag diagnostics)
    {
        var bag = new DiagnosticBag(file.Path);
        var set = DescriptorSet.Load(file.Bytes, file.Path, bag);
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

/// <summary>The result of compiling a mapping.</summary>
/// <param name="Plan">The plan; null after an error.</param>
/// <param name="Diagnostics">All problems, errors and warnings, in the order of the file.</param>
public sealed record MappingCompilation(MappingPlan? Plan, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The tests in the file, in its order.</summary>
    public IReadOnlyList<MappingTest> Tests { get; init; } = [];
}
