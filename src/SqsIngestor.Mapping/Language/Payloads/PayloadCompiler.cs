using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Protobuf;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>The payload as written, and what the paths ask of it, to a plan.</summary>
internal sealed class PayloadCompiler(DescriptorSet descriptors, DiagnosticBag diagnostics)
{
    /// <summary>Null when the file has no <c>payload</c> and no path asks for what it gives. Call when all paths are resolved.</summary>
    public PayloadPlan? Compile(PayloadSyntax? syntax, PayloadPaths paths)
    {
        if (syntax is null && !paths.IsUsed) return null;
        syntax ??= new(TextPosition.File, [new(PayloadStepKind.Json, "json", TextPosition.File)]);
        var message = CompileMessage(syntax);
        // What is said of the steps around one that could not be read would be guesses.
        if (!syntax.IsComplete) return null;
        var order = new PayloadOrder(diagnostics);
        var state = order.Check(syntax.Steps);
        var form = syntax.Steps is [.., var last] ? FormOf(last.Kind, state) : PayloadForm.Json;
        // What steps in a wrong order leave is not what they would leave in the right one.
        if (!order.IsWrong) CheckPaths(syntax, paths, form);
        var plan = new PayloadPlan
        {
            Steps = [.. syntax.Steps.Where(s => !PayloadOrder.IsDocument(s.Kind)).Select(s => new PayloadStep(s.Kind, s.Auto))],
            Form = form,
            RawIsBytes = state == PayloadState.Bytes,
            Message = message,
            MaxBytes = syntax.MaxBytes,
            MaxDepth = syntax.MaxDepth,
            OnError = syntax.OnError,
            Body = paths.UseBody(),
            Sns = paths.UseEnvelope(EnvelopeKind.Sns),
            EventBridge = paths.UseEnvelope(EnvelopeKind.EventBridge),
        };
        return diagnostics.HasErrors ? null : plan.Freeze();
    }

    private static PayloadForm FormOf(PayloadStepKind last, PayloadState state) => last switch
    {
        PayloadStepKind.Json => PayloadForm.Json,
        PayloadStepKind.NdJson => PayloadForm.JsonLines,
        PayloadStepKind.Protobuf => PayloadForm.Protobuf,
        _ => state == PayloadState.Bytes ? PayloadForm.Bytes : PayloadForm.Text,
    };

    private ProtobufMessagePlan? CompileMessage(PayloadSyntax syntax)
    {
        if (syntax.Steps.FirstOrDefault(s => s.MessageName is not null)?.MessageName is not { } name) return null;
        if (descriptors.Find(name.Value) is { } message) return ProtobufMessagePlan.Create(message);
        diagnostics.Add(DiagnosticCodes.MessageNotFound, name.Position,
            $"{descriptors.Path} has no message '{name.Value}'", Nearest.Hint(name.Value, descriptors.MessageNames));
        return null;
    }

    private void CheckPaths(PayloadSyntax syntax, PayloadPaths paths, PayloadForm form)
    {
        if (form is PayloadForm.Text or PayloadForm.Bytes && paths.Body is { } body && HasPathsBelow(body))
        {
            diagnostics.Add(DiagnosticCodes.PayloadNoDocument, syntax.Position,
                $"a path leads below $.body, and the last step leaves {(form == PayloadForm.Text ? "text" : "bytes")} there", "add json at the end of 'decode'");
        }
        CheckEnvelope(syntax, paths.Sns, PayloadStepKind.UnwrapSns, "sns");
        CheckEnvelope(syntax, paths.EventBridge, PayloadStepKind.UnwrapEventBridge, "eventbridge");
    }

    private void CheckEnvelope(PayloadSyntax syntax, PathTrie? asked, PayloadStepKind kind, string name)
    {
        if (asked is null || syntax.Steps.Any(s => s.Kind == kind)) return;
        diagnostics.Add(DiagnosticCodes.PayloadNoEnvelope, syntax.Position, $"a path starts at $.envelope.{name}, and no step takes that off",
            $"payload: {{ decode: [{{ unwrap: {name} }}, json] }}");
    }

    private static bool HasPathsBelow(PathTrie place) => place.SlotCount > 1;
}
