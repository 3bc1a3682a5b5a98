using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel;

/// <summary>A checked expression, ready to be evaluated by any number of threads, each with its own context.</summary>
internal sealed class CelProgram
{
    private readonly CelNode _root;
    private readonly int _locals;

    public CelProgram(CelNode root, CelType resultType, IReadOnlyList<CelDependency> dependencies, int locals)
    {
        _root = root;
        _locals = locals;
        ResultType = resultType;
        Dependencies = dependencies;
    }

    /// <summary>The result's type as far as it is known; <see cref="CelType.Dyn"/> when only evaluation shows it.</summary>
    public CelType ResultType { get; }

    /// <summary>Every place of the input that evaluation may ask its scope for.</summary>
    public IReadOnlyList<CelDependency> Dependencies { get; }

    /// <summary>
    /// A value, or an error value; never missing, and nothing is thrown whatever the input. Nothing is allocated
    /// unless the expression makes a list or a map, or its context has to grow.
    /// </summary>
    public CelValue Evaluate(ICelScope scope, CelContext context)
    {
        context.Begin(scope, _locals);
        var value = _root.Evaluate(context);
        return context.IsExhausted ? CelValue.Fail(CelErrorCode.CostLimit) : value;
    }
}
