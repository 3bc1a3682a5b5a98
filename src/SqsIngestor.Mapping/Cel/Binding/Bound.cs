using SqsIngestor.Mapping.Cel.Evaluation;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Binding;

/// <summary>A checked part of an expression.</summary>
/// <param name="Node">Evaluates the part.</param>
/// <param name="Type">The type of its value, as narrow as the checker knows it.</param>
/// <param name="Places">The places of the input whose value can be the value of this part, unchanged.</param>
internal readonly record struct Bound(CelNode Node, CelType Type, CelDependency[] Places)
{
    public Bound(CelNode node, CelType type) : this(node, type, [])
    {
    }

    /// <summary>
    /// For a part that the binder has reported. Its type is dyn, so that nothing around it is reported as well.
    /// </summary>
    public static Bound Failed => new(new ConstantNode(CelValue.Fail(CelErrorCode.NoMatchingOverload)), CelType.Dyn);

    /// <summary>The caller reads inside the value, so the input must keep everything below its places.</summary>
    public Bound TakeWhole()
    {
        foreach (var place in Places) place.Whole = true;
        return this;
    }

    /// <summary>The value, if the binder knows it already; otherwise null.</summary>
    public CelValue? Constant => (Node as ConstantNode)?.Value;
}

/// <summary>A variable, the steps after it that the binder knows, and the type of the value there.</summary>
/// <param name="Root">The variable.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="FirstOptional">The number of steps in front of the first one with <c>?</c>; -1 if none has one.</param>
/// <param name="RecordSteps">The number of steps at the start that select a member of a record.</param>
internal readonly record struct CelPath(
    string Root, IReadOnlyList<CelPathStep> Steps, CelType Type, int FirstOptional, int RecordSteps)
{
    /// <summary>The path as it is written, for messages.</summary>
    public override string ToString() => Root + string.Concat(Steps);
}
