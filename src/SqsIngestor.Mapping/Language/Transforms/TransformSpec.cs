using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>A transform of the language.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Takes">What it can be applied to.</param>
/// <param name="Yields">What can come out.</param>
/// <param name="Parameters">Its arguments.</param>
/// <param name="Required">How many of them must be given.</param>
/// <param name="Create">Makes it of arguments that fit, or reports why it cannot.</param>
internal sealed record TransformSpec(
    string Name, ValueTypes Takes, ValueTypes Yields, TransformParameter[] Parameters, int Required,
    Func<TransformCall, DiagnosticBag, Transform?> Create)
{
    /// <summary>For example <c>substring(number, number?)</c>.</summary>
    public string Signature => Parameters.Length == 0 ? Name : $"{Name}({string.Join(", ", Parameters.Select((p, i) => Word(p) + (i < Required ? "" : "?")))})";

    private static string Word(TransformParameter parameter) => parameter switch
    {
        TransformParameter.Count => "number",
        TransformParameter.Group => "group",
        _ => "text",
    };
}
