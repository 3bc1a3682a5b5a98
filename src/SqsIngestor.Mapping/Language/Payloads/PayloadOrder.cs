using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Follows what each step leaves, and refuses a step that can never take it.</summary>
internal sealed class PayloadOrder(DiagnosticBag diagnostics)
{
    /// <summary>Json, ndjson and protobuf make documents, and nothing follows them.</summary>
    public static bool IsDocument(PayloadStepKind kind) => kind is PayloadStepKind.Json or PayloadStepKind.NdJson or PayloadStepKind.Protobuf;

    /// <summary>A step has been refused.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>What the step that makes the document reads; without one, what the last step leaves.</summary>
    public PayloadState Check(IReadOnlyList<PayloadStepSyntax> steps)
    {
        var state = PayloadState.Text;
        PayloadStepSyntax? document = null;
        var unwrapped = new HashSet<PayloadStepKind>();
        foreach (var step in steps)
        {
            if (document is not null) RefuseAfter(document, step);
            else if (NeedsBytes(step.Kind) && state == PayloadState.Text) RefuseOfText(step);
            else if (IsUnwrap(step.Kind) && !unwrapped.Add(step.Kind)) Refuse(step, $"'{step.Name}' stands twice", null);
            if (IsDocument(step.Kind)) document ??= step;
            else if (document is null) state = After(step.Kind);
        }
        return state;
    }

    private static bool IsUnwrap(PayloadStepKind kind) => kind is PayloadStepKind.UnwrapSns or PayloadStepKind.UnwrapEventBridge;

    private static bool NeedsBytes(PayloadStepKind kind) =>
        kind is PayloadStepKind.Gzip or PayloadStepKind.Deflate or PayloadStepKind.Zlib or PayloadStepKind.Brotli or PayloadStepKind.Protobuf;

    private static PayloadState After(PayloadStepKind kind) =>
        kind == PayloadStepKind.Text || IsUnwrap(kind) ? PayloadState.Text : PayloadState.Bytes;

    private void RefuseAfter(PayloadStepSyntax document, PayloadStepSyntax step)
    {
        var hint = IsDocument(step.Kind) ? "keep one of json, ndjson and protobuf" : $"put {step.Name} before {document.Name}";
        Refuse(step, $"nothing follows {document.Name}, which makes the document", hint);
    }

    private void RefuseOfText(PayloadStepSyntax step) =>
        Refuse(step, $"{step.Name} reads bytes, and a text stands here: no SQS message can hold bytes as they are", $"put base64 before {step.Name}");

    private void Refuse(PayloadStepSyntax step, string message, string? hint)
    {
        IsWrong = true;
        diagnostics.Add(DiagnosticCodes.PayloadOrder, step.Position, message, hint);
    }
}
