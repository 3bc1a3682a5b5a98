using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Transforms;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>A CEL expression over the source document.</summary>
internal sealed class ExpressionCompiler(PathResolver paths, DiagnosticBag diagnostics)
{
    /// <param name="text">The expression.</param>
    /// <param name="scope">The scope around it; null for none.</param>
    /// <param name="expected">The type that its place needs; null for any.</param>
    /// <param name="program">The checked expression.</param>
    public ExpressionSource? Compile(YamlScalar text, CompileScope? scope, CelType? expected, out CelProgram? program)
    {
        var (compiled, problems) = CelCompiler.Compile(text.Value, Environment(scope), expected);
        program = compiled;
        foreach (var problem in problems)
        {
            diagnostics.Add(problem.IsError ? DiagnosticCodes.ExpressionInvalid : DiagnosticCodes.ExpressionSuspicious,
                text.Slice(problem.Offset, problem.Length), problem.Message, problem.Hint ?? Hint(problem, text.Value));
        }
        if (program is null) return null;
        var inputs = new ValueSource[program.Dependencies.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var dependency = program.Dependencies[i];
            var steps =
                dependency.Steps.Select(s => new PathStep(s.Name, s.Index)).Prepend(new PathStep(dependency.Root, 0)).ToList();
            if (paths.Resolve(new SourcePath(steps, false, dependency.ToString(), text.Position), scope) is not { } resolved)
            {
                return null;
            }
            if (dependency.Whole && resolved.Place is { } place) place.Whole = true;
            (inputs[i], dependency.Slot) = (resolved.Source, i);
        }
        return new ExpressionSource(program, inputs);
    }

    /// <summary>What to write instead of a function that expressions do not have.</summary>
    private static string? Hint(CelDiagnostic problem, string text) =>
        problem.Code == CelDiagnosticCode.UnknownFunction
            ? OtherFunctions.Hint(text.Substring(problem.Offset, problem.Length))
            : null;

    private static CelEnvironment Environment(CompileScope? scope)
    {
        var variables = PathRoot.All.ToDictionary(static root => root.Name, static root => root.Type);
        for (var bound = scope; bound is not null; bound = bound.Outer)
        {
            variables.TryAdd(bound.ValueName, CelType.Dyn);
            variables.TryAdd(bound.IndexName, CelType.Int);
            if (bound.KeyName is { } key) variables.TryAdd(key, CelType.String);
        }
        return new CelEnvironment(variables);
    }
}
