using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>The value of <c>transform</c> to its steps.</summary>
internal sealed class TransformCompiler(DiagnosticBag diagnostics)
{
    /// <summary>The chain, or null where a problem has been reported.</summary>
    /// <param name="items">As written.</param>
    /// <param name="types">What can come.</param>
    public TransformChain? Compile(IReadOnlyList<YamlScalar> items, ValueTypes types)
    {
        var (steps, isGood, needsContents, before) = (new List<Transform>(), true, false, "what comes");
        foreach (var text in TransformText.Of(items))
        {
            if (TransformParser.Parse(text, diagnostics) is not { } call || Find(call) is not { } spec)
            {
                // What comes out of it is not known, so nothing after it is held against that.
                (isGood, types, before) = (false, ValueTypes.Any, "what comes");
                continue;
            }
            if ((types & spec.Takes) == 0)
            {
                diagnostics.Add(DiagnosticCodes.TransformType, call.Position, $"'{spec.Name}' takes {spec.Takes.Describe()}; {before} is {types.Describe()}");
                isGood = false;
            }
            if (CheckArguments(call, spec) && spec.Create(call, diagnostics) is { } step) steps.Add(step);
            else isGood = false;
            needsContents |= (spec.Takes & (ValueTypes.List | ValueTypes.Object)) is not ValueTypes.None;
            (types, before) = (spec.Yields, $"what '{spec.Name}' gives");
        }
        return isGood ? new([.. steps], types, needsContents) : null;
    }

    private TransformSpec? Find(TransformCall call)
    {
        if (TransformCatalog.Find(call.Name) is { } spec) return spec;
        diagnostics.Add(DiagnosticCodes.TransformUnknown, call.Position, $"there is no transform '{call.Name}'", Nearest.Hint(call.Name, TransformCatalog.Names));
        return null;
    }

    private bool CheckArguments(TransformCall call, TransformSpec spec)
    {
        if (call.Arguments.Count < spec.Required || call.Arguments.Count > spec.Parameters.Length)
        {
            var found = call.Arguments.Count switch { 0 => "no argument", 1 => "one argument", var n => $"{n} arguments" };
            diagnostics.Add(DiagnosticCodes.TransformArgument, call.Position, $"'{call.Name}' is written {spec.Signature}; it has {found} here");
            return false;
        }
        var isGood = true;
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var problem = (spec.Parameters[i], call.Arguments[i]) switch
            {
                (TransformParameter.Count, { Number: null }) => "must be a number",
                (TransformParameter.Text or TransformParameter.SomeText, { Number: not null }) => "must be text in quotes",
                (TransformParameter.SomeText, { Text: "" }) => "must not be empty",
                _ => null,
            };
            if (problem is null) continue;
            diagnostics.Add(DiagnosticCodes.TransformArgument, call.Arguments[i].Position, $"this argument of {spec.Signature} {problem}");
            isGood = false;
        }
        return isGood;
    }
}
