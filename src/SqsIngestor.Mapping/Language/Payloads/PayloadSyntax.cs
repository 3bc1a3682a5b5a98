using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary><c>payload:</c></summary>
/// <param name="Position">Position of the key <c>payload</c>.</param>
/// <param name="Steps">In the order of the file; json if the file names none.</param>
/// <param name="MaxBytes">The most bytes that the body and the result of every step may have.</param>
/// <param name="MaxDepth">The deepest nesting that a document may have.</param>
/// <param name="OnError">What to do with a message if a step fails; null as <see cref="PayloadFailures.None"/>.</param>
/// <param name="IsComplete">The reader understood every step.</param>
internal sealed record PayloadSyntax(
    TextPosition Position,
    IReadOnlyList<PayloadStepSyntax> Steps,
    int MaxBytes = MappingLimits.DefaultPayloadBytes,
    int MaxDepth = MappingLimits.DefaultPayloadDepth,
    PayloadFailures? OnError = null,
    bool IsComplete = true)
{
    /// <summary>The place of <c>limits.max_depth</c>; null if the file does not say.</summary>
    public TextPosition? MaxDepthPlace { get; init; }
}

/// <summary>A step of <c>payload.decode</c>.</summary>
/// <param name="Spec">Its row in the catalog.</param>
/// <param name="Position">Its place in the file.</param>
/// <param name="Auto"><c>when: auto</c></param>
/// <param name="MessageName">The full name of a protobuf message.</param>
internal sealed record PayloadStepSyntax(
    PayloadStepSpec Spec, TextPosition Position, bool Auto = false, YamlScalar? MessageName = null)
{
    /// <summary>Its other keys.</summary>
    public PayloadStepOptions Options { get; init; } = PayloadStepOptions.None;
}
