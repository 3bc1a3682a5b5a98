using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Cel;

/// <summary>A checked expression. Any number of threads can evaluate it, each with its own context.</summary>
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

    /// <summary>The type of the result; <see cref="CelType.Dyn"/> if it depends on the evaluation.</summary>
    public CelType ResultType { get; }

    /// <summary>Every place of the input that an evaluation can load from its scope.</summary>
    public IReadOnlyList<CelDependency> Dependencies { get; }

    /// <summary>
    /// Returns a value or an error, never a missing value. Allocates only if the expression makes a list or a map, or if the
    /// context must grow.
    /// </summary>
    /// <exception cref="MessageMemoryException">The message takes more memory than it may; nothing else is thrown.</exception>
    public CelValue Evaluate(ICelScope scope, CelContext context)
    {
        context.Begin(scope, _locals);
        var value = _root.Evaluate(context);
        return context.IsExhausted ? CelValue.Fail(CelErrorCode.CostLimit) : value;
    }
}
