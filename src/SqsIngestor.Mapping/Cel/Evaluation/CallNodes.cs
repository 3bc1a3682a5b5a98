using System.Text;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Cel.Patterns;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Evaluation;

/// <summary>Calls a function or operator of one argument. An error of the argument is the result.</summary>
internal sealed class UnaryNode(string name, CelUnaryFunction function, CelNode argument, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = argument.Evaluate(context);
        if (value.IsError) return value;
        var result = function(value, context);
        return result.IsError ? result.RefusedIn(name, value).At(offset) : result;
    }
}

/// <summary>Calls a function or operator of two arguments. The first error of an argument is the result.</summary>
internal sealed class BinaryNode(string name, CelBinaryFunction function, CelNode left, CelNode right, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var a = left.Evaluate(context);
        if (a.IsError) return a;
        var b = right.Evaluate(context);
        if (b.IsError) return b;
        var result = function(a, b, context);
        return result.IsError ? result.RefusedIn(name, a, b).At(offset) : result;
    }
}

/// <summary>
/// Calls a function of several arguments, after checking their types. The first error of an argument is the result.
/// </summary>
internal sealed class CallNode(CelOverloadedFunction function, CelNode[] arguments, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var slots = default(CelArguments);
        Span<CelValue> values = slots;
        values = values[..arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(context);
            if (values[i].IsError) return values[i];
        }
        return (function.Accepts(values)
            ? function.Many!(values, context)
            : CelValue.Refuse(function.Name, values)).At(offset);
    }
}

/// <summary>Searches a string for a regular expression that the binder has compiled.</summary>
internal sealed class MatchesNode(CelNode text, CelPattern pattern, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = text.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind != CelKind.String) return CelValue.Refuse("matches", value).At(offset);
        var utf8 = value.Span;
        if (!context.Charge(pattern.Cost(utf8.Length))) return CelValue.Fail(CelErrorCode.CostLimit);
        var buffer = context.Characters(utf8.Length);
        return CelValue.Bool(pattern.IsMatch(buffer[..Encoding.UTF8.GetChars(utf8, buffer)]));
    }
}

/// <summary>Reads a part of a timestamp in a time zone, or of a duration.</summary>
internal sealed class TimeNode(CelTimeFunction function, CelNode operand, CelZone? zone, int offset) : CelNode
{
    public override CelValue Evaluate(CelContext context)
    {
        var value = operand.Evaluate(context);
        if (value.IsError) return value;
        if (value.Kind == CelKind.Timestamp) return function.OfTimestamp(value, zone ?? CelZone.Utc);
        var duration = value.Kind == CelKind.Duration && zone is null
            ? function.OfDuration(value)
            : CelValue.Missing;
        return duration.IsMissing ? CelValue.Refuse(function.Name, value).At(offset) : duration;
    }
}
