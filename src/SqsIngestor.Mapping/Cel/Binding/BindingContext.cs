using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Syntax;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>State that the parts of the binder share while they bind one expression.</summary>
internal sealed class BindingContext(string text, CelEnvironment environment, CelDiagnostics diagnostics)
{
    /// <summary>The whole expression.</summary>
    public string Text { get; } = text;

    public CelEnvironment Environment { get; } = environment;

    public CelDiagnostics Diagnostics { get; } = diagnostics;

    public DependencySet Dependencies { get; } = new();

    public MacroVariables Macros { get; } = new();

    /// <summary>Expressions bound so far; the difference is the cost of one turn of a macro.</summary>
    public int BoundExpressions { get; set; }

    /// <summary>What all folding of the expression may still cost.</summary>
    private long _foldCost = 4 * CelLimits.DefaultCost;

    /// <summary>Reports that a function, an operator or a selection does not accept its arguments.</summary>
    public Bound Refuse(CelExpression place, string message, string? hint = null)
    {
        Diagnostics.Error(CelDiagnosticCode.NoOverload, place, message, hint);
        return Bound.Failed;
    }

    /// <summary>Evaluates a part now if all its parts are constants, and warns if it always fails.</summary>
    public Bound Fold(Bound bound, CelExpression expression, params ReadOnlySpan<Bound> parts)
    {
        var isBroken = false;
        foreach (var part in parts)
        {
            if (part.Constant is not { } constant) return bound;
            isBroken |= constant.IsError;
        }
        var evaluation = new CelContext(Math.Min(CelLimits.DefaultCost, _foldCost));
        var before = evaluation.Left;
        var value = bound.Node.Evaluate(evaluation);
        _foldCost -= Math.Min(_foldCost, before - evaluation.Left);
        if (value.IsError && value.ErrorCode == CelErrorCode.CostLimit) return bound;
        if (value.IsError && !isBroken)
        {
            Diagnostics.Warning(
                CelDiagnosticCode.AlwaysFails, expression, $"this always fails: {CelErrorText.MeaningOf(value)}",
                CelErrors.Of(value.ErrorCode).Action);
        }
        return bound with { Node = new ConstantNode(value) };
    }
}
