using SqsIngestor.Mapping.Cel.Values;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Sources;

namespace SqsIngestor.Mapping.Language.Tables;

/// <summary><c>when</c>: whether a message feeds a table.</summary>
/// <param name="expression">Yields a bool.</param>
/// <param name="onError">The result when it cannot be evaluated; null for an error.</param>
internal sealed class Condition(ExpressionSource expression, bool? onError)
{
    /// <summary>Null for an error.</summary>
    public bool? Evaluate(EncodeContext context)
    {
        var value = expression.Evaluate(context);
        return value.Kind == CelKind.Bool ? value.IsTrue : onError;
    }
}
