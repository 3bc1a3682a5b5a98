using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>A node of the syntax tree.</summary>
/// <param name="offset">The start of its text, in UTF-16 code units.</param>
/// <param name="length">The length of its text.</param>
/// <param name="height">The height of its tree, itself included.</param>
internal abstract class CelExpression(int offset, int length, int height)
{
    public int Offset { get; } = offset;

    public int Length { get; } = length;

    public int End => Offset + Length;

    public int Height { get; } = height;

    protected static int Above(params ReadOnlySpan<CelExpression> children)
    {
        var height = 0;
        foreach (var child in children) height = Math.Max(height, child.Height);
        return height + 1;
    }
}

/// <summary>A literal.</summary>
internal sealed class LiteralExpression(int offset, int length, CelValue value) : CelExpression(offset, length, 1)
{
    public CelValue Value { get; } = value;
}

/// <summary>The name of a variable or a type, or the first part of a dotted one.</summary>
internal sealed class NameExpression(int offset, int length, string name, bool rooted) : CelExpression(offset, length, 1)
{
    public string Name { get; } = name;

    /// <summary>Whether it starts with a dot, so that it is not the variable of a macro.</summary>
    public bool Rooted { get; } = rooted;
}

/// <summary><c>operand.member</c> or <c>operand.?member</c>.</summary>
internal sealed class SelectExpression(CelExpression operand, string member, int memberOffset, int end, bool isOptional)
    : CelExpression(operand.Offset, end - operand.Offset, Above(operand))
{
    public CelExpression Operand { get; } = operand;

    public string Member { get; } = member;

    public int MemberOffset { get; } = memberOffset;

    /// <summary>A member that is absent gives an optional without a value.</summary>
    public bool IsOptional { get; } = isOptional;
}

/// <summary><c>operand[index]</c> or <c>operand[?index]</c>.</summary>
internal sealed class IndexExpression(CelExpression operand, CelExpression index, int end, bool isOptional)
    : CelExpression(operand.Offset, end - operand.Offset, Above(operand, index))
{
    public CelExpression Operand { get; } = operand;

    public CelExpression Index { get; } = index;

    /// <summary>An element that is absent gives an optional without a value.</summary>
    public bool IsOptional { get; } = isOptional;
}

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

/// <summary><c>!operand</c> or <c>-operand</c>.</summary>
internal sealed class UnaryExpression(int offset, bool isNot, CelExpression operand)
    : CelExpression(offset, operand.End - offset, Above(operand))
{
    /// <summary>True for <c>!</c>, false for <c>-</c>.</summary>
    public bool IsNot { get; } = isNot;

    public CelExpression Operand { get; } = operand;
}

/// <summary>Two operands with an operator between them, except <c>&amp;&amp;</c> and <c>||</c>.</summary>
internal sealed class BinaryExpression(CelExpression left, CelOperator @operator, int operatorOffset, CelExpression right)
    : CelExpression(left.Offset, right.End - left.Offset, Above(left, right))
{
    public CelExpression Left { get; } = left;

    public CelOperator Operator { get; } = @operator;

    public int OperatorOffset { get; } = operatorOffset;

    public CelExpression Right { get; } = right;
}

/// <summary>Two or more terms joined by <c>&amp;&amp;</c>, or by <c>||</c>.</summary>
internal sealed class LogicalExpression(bool isAnd, CelExpression[] terms)
    : CelExpression(terms[0].Offset, terms[^1].End - terms[0].Offset, Above(terms))
{
    public bool IsAnd { get; } = isAnd;

    public CelExpression[] Terms { get; } = terms;
}

/// <summary><c>condition ? whenTrue : whenFalse</c>.</summary>
internal sealed class ConditionalExpression(CelExpression condition, CelExpression whenTrue, CelExpression whenFalse)
    : CelExpression(condition.Offset, whenFalse.End - condition.Offset, Above(condition, whenTrue, whenFalse))
{
    public CelExpression Condition { get; } = condition;

    public CelExpression WhenTrue { get; } = whenTrue;

    public CelExpression WhenFalse { get; } = whenFalse;
}

/// <summary>
/// <c>?value</c>: an element of a list, or the value of a key with <c>?</c>. An optional without a value leaves the entry out.
/// </summary>
internal sealed class OptionalEntryExpression(CelExpression value) : CelExpression(value.Offset, value.Length, value.Height)
{
    public CelExpression Value { get; } = value;
}

/// <summary><c>[elements]</c>.</summary>
internal sealed class ListExpression(int offset, int length, CelExpression[] elements)
    : CelExpression(offset, length, Above(elements))
{
    public CelExpression[] Elements { get; } = elements;
}

/// <summary><c>{key: value, …}</c>.</summary>
internal sealed class MapExpression(int offset, int length, CelExpression[] keys, CelExpression[] values)
    : CelExpression(offset, length, Math.Max(Above(keys), Above(values)))
{
    public CelExpression[] Keys { get; } = keys;

    public CelExpression[] Values { get; } = values;
}
