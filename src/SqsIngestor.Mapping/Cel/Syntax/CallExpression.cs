namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary><c>function(arguments)</c> or <c>target.function(arguments)</c>; macros too.</summary>
internal sealed class CallExpression(
    int offset, CelExpression? target, string function, int functionOffset, CelExpression[] arguments, int end)
    : CelExpression(offset, end - offset, Math.Max(Above(arguments), target is null ? 0 : Above(target)))
{
    public CelExpression? Target { get; } = target;

    public string Function { get; } = function;

    public int FunctionOffset { get; } = functionOffset;

    public CelExpression[] Arguments { get; } = arguments;
}
