using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary><c>payload:</c></summary>
/// <param name="Position">Of the whole.</param>
/// <param name="Steps">In the order given; json when the file says nothing.</param>
/// <param name="MaxBytes">Bounds the result of every step.</param>
/// <param name="MaxDepth">Bounds the nesting of a document.</param>
/// <param name="OnError">When a step fails.</param>
/// <param name="IsComplete">No step is missing because it could not be read.</param>
internal sealed record PayloadSyntax(
    TextPosition Position, IReadOnlyList<PayloadStepSyntax> Steps, int MaxBytes = PayloadPlan.DefaultMaxBytes, int MaxDepth = PayloadPlan.DefaultMaxDepth,
    FailureAction OnError = FailureAction.Fail, bool IsComplete = true);
