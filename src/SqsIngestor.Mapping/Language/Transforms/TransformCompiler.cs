using System.Diagnostics;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>The compiled transforms of a column.</summary>
/// <param name="Steps">In the order in which they are applied.</param>
/// <param name="Gives">The types that the last one can return.</param>
/// <param name="NeedsContents">Some step reads the contents of arrays or objects, so the event reader must keep them.</param>
/// <param name="MayGive">What the steps can make of a value that is there.</param>
internal sealed record TransformChain(Transform[] Steps, ValueTypes Gives, bool NeedsContents, Absence MayGive);

/// <summary>Compiles the value of <c>transform</c>.</summary>
internal sealed class TransformCompiler(DiagnosticBag diagnostics)
{
    /// <summary>The chain; null after it has reported a problem.</summary>
    /// <param name="items">The items of the file.</param>
    /// <param name="types">The types that the source can yield.</param>
    public TransformChain? Compile(IReadOnlyList<YamlScalar> items, ValueTypes types)
    {
        if (items.Count == 0) return new([], types, NeedsContents: false, Absence.None);
        var (steps, isGood, needsContents, before) = (new List<Transform>(), true, false, "the source");
        var mayGive = Absence.None;
        foreach (var text in TransformText.Of(items))
        {
            if (TransformParser.Parse(text, diagnostics) is not { } call || Find(call) is not { } spec)
            {
                // Its result is not known, so the next one is not checked against it.
                (isGood, types, before) = (false, ValueTypes.Any, "the source");
                continue;
            }
            if ((types & spec.Takes) == 0)
            {
                diagnostics.Add(DiagnosticCodes.TransformType, call.Position,
                    $"'{spec.Name}' takes {spec.Takes.Describe()}; {before} gives {types.Describe()}");
                isGood = false;
            }
            if (CheckArguments(call, spec) && spec.Create(call, diagnostics) is { } step) steps.Add(step);
            else isGood = false;
            mayGive |= spec.MayGive;
            needsContents |= (spec.Takes & (ValueTypes.List | ValueTypes.Object)) is not ValueTypes.None;
            (types, before) = (spec.Gives, $"'{spec.Name}'");
        }
        return isGood ? new([.. steps], types, needsContents, mayGive) : null;
    }

    private TransformSpec? Find(TransformCall call)
    {
        if (TransformCatalog.Find(call.Name) is { } spec) return spec;
        diagnostics.Add(DiagnosticCodes.TransformUnknown, call.Position, $"'{call.Name}' is not a transform",
            Nearest.Hint(call.Name, TransformCatalog.All.Select(r => r.Name)));
        return null;
    }

    private bool CheckArguments(TransformCall call, TransformSpec spec)
    {
        if (call.Arguments.Count < spec.RequiredCount || call.Arguments.Count > spec.Parameters.Length)
        {
            var found = call.Arguments.Count switch { 0 => "no arguments", 1 => "1 argument", var n => $"{n} arguments" };
            diagnostics.Add(DiagnosticCodes.TransformArgument, call.Position,
                $"'{call.Name}' has {found} here; write {spec.Signature}");
            return false;
        }
        var isGood = true;
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var (parameter, argument) = (spec.Parameters[i], call.Arguments[i]);
            if (Problem(parameter.Kind, argument) is not { } problem) continue;
            diagnostics.Add(DiagnosticCodes.TransformArgument, argument.Position,
                $"'{parameter.Name}' of {spec.Signature} {problem}");
            isGood = false;
        }
        return isGood;
    }

    private static string? Problem(TransformParameterKind kind, TransformArgument argument) => kind switch
    {
        TransformParameterKind.Number or TransformParameterKind.PositiveNumber when argument.Number is null => "must be a number",
        TransformParameterKind.Number => null,
        TransformParameterKind.PositiveNumber => argument.Number > 0 ? null : "must be at least 1",
        TransformParameterKind.Text => argument.Number is null ? null : "must be text in quotes",
        TransformParameterKind.NonEmptyText when argument.Number is not null => "must be text in quotes",
        TransformParameterKind.NonEmptyText => argument.Text.Length == 0 ? "must not be empty" : null,
        TransformParameterKind.Group => null,
        _ => throw new UnreachableException(),
    };
}
