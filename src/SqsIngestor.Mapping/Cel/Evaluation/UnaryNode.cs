using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A function or operator of one argument.</summary>
internal sealed class UnaryNode(CelUnaryFunction function, CelNode argument, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = argument.Evaluate(context);
        return value.IsError ? value : function(value, context).At(offset);
    }
}
