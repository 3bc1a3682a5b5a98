using System.Diagnostics;
using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary><c>when</c>: whether a message feeds a table.</summary>
/// <param name="expression">Yields a bool.</param>
/// <param name="onError">The action if it cannot be evaluated.</param>
internal sealed class Condition(ExpressionSource expression, FilterError onError)
{
    private readonly bool? _onError = onError switch
    {
        FilterError.Fail => null,
        FilterError.False => false,
        FilterError.True => true,
        _ => throw new UnreachableException(),
    };

    /// <summary>What the expression gives: a bool, or why it cannot be evaluated.</summary>
    public CelValue Value(EncodeContext context) => expression.Evaluate(context);

    /// <summary>Null if the message fails.</summary>
    public bool? Evaluate(EncodeContext context)
    {
        var value = Value(context);
        return value.Kind == CelKind.Bool ? value.IsTrue : _onError;
    }
}

/// <summary><c>on_filter_error</c>: the action if a condition cannot be evaluated.</summary>
internal enum FilterError : byte
{
    /// <summary>The message fails.</summary>
    Fail,

    /// <summary>The condition is treated as false.</summary>
    False,

    /// <summary>The condition is treated as true.</summary>
    True,
}
