using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>A function or operator of two arguments.</summary>
internal sealed class BinaryNode(CelBinaryFunction function, CelNode left, CelNode right, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var a = left.Evaluate(context);
        if (a.IsError) return a;
        var b = right.Evaluate(context);
        return b.IsError ? b : function(a, b, context).At(offset);
    }
}
