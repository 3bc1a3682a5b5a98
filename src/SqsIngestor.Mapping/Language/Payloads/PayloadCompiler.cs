using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Avro;
using SqsIngestor.Mapping.Language.Payloads.Protobuf;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Compiles <c>payload</c> and the paths that read it to a plan.</summary>
/// <param name="descriptors">The messages of protobuf payloads.</param>
/// <param name="files">Finds the schemas that a step names.</param>
/// <param name="diagnostics">Receives the problems.</param>
internal sealed class PayloadCompiler(
    DescriptorSet descriptors, Func<string, DescriptorFile> files, DiagnosticBag diagnostics)
{
    /// <summary>Call it after all paths are resolved.</summary>
    /// <returns>Null if the file has no <c>payload</c> and no path reads it, and after errors.</returns>
    public PayloadPlan? Compile(PayloadSyntax? syntax, PayloadPaths paths)
    {
        if (syntax is null && !paths.IsUsed) return null;
        syntax ??= new(TextPosition.File, [new(PayloadStepCatalog.Json, TextPosition.File)]);
        var last = CompileLast(syntax);
        // Diagnostics about the steps next to an unknown step would be guesses.
        if (!syntax.IsComplete) return null;
        var order = new PayloadOrder(diagnostics);
        var input = order.Check(syntax.Steps);
        var form = syntax.Steps is [.., var end] ? end.Spec.Gives : PayloadForm.Json;
        // Steps in a wrong order give other results than in the right one.
        if (!order.IsWrong) CheckPaths(syntax, paths, form);
        var plan = new PayloadPlan
        {
            Steps = [.. syntax.Steps.Where(s => !s.Spec.IsDocument).Select(s => new PayloadStep(s.Spec, s.Auto))],
            Form = form,
            RawIsBytes = input == PayloadForm.Bytes,
            Last = last,
            MaxBytes = syntax.MaxBytes,
            MaxDepth = syntax.MaxDepth,
            OnError = syntax.OnError ?? PayloadFailures.None,
            Body = paths.UseBody(),
            Envelopes = [.. EnvelopeCatalog.All.Select(paths.UseEnvelope)],
        };
        return diagnostics.HasErrors ? null : plan.Freeze();
    }

    private PayloadDocumentStep? CompileLast(PayloadSyntax syntax)
    {
        if (syntax.Steps.FirstOrDefault(s => s.MessageName is not null) is { MessageName: { } name } step)
        {
            return CompileMessage(name) is { } plan
                ? new(step.Spec, context => new ProtobufJsonWriter(plan, context.MaxBytes, context.MaxDepth))
                : null;
        }
        if (syntax.Steps is not [.., { Spec.Open: { } open } last]) return null;
        var options = last.Options with { Schemas = [.. last.Options.SchemaFiles.Select(ReadSchema).OfType<AvroSchema>()] };
        return new(last.Spec, context => open(context, options));
    }

    private AvroSchema? ReadSchema(YamlScalar name)
    {
        var (path, bytes, error) = files(name.Value);
        if (bytes is null)
        {
            diagnostics.Add(DiagnosticCodes.FileUnreadable, name.Position, $"cannot read the schema {path}: {error}");
            return null;
        }
        if (AvroSchema.TryRead(bytes, out var schema, out var problem)) return schema;
        diagnostics.Add(DiagnosticCodes.PayloadSchema, name.Position, $"{path} is not a schema of Avro: {problem}");
        return null;
    }

    private ProtobufMessagePlan? CompileMessage(YamlScalar name)
    {
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
                $"a path starts below $.body, but the last step gives {PayloadStepCatalog.Describe(form)}, "
                    + $"which has nothing below it",
                "add json at the end of 'decode'");
        }
        foreach (var envelope in EnvelopeCatalog.All)
        {
            if (paths.Envelope(envelope) is null || syntax.Steps.Any(s => s.Spec.Envelope == envelope)) continue;
            diagnostics.Add(DiagnosticCodes.PayloadNoEnvelope, syntax.Position,
                $"a path starts at $.envelope.{envelope.Word}, but no step unwraps it",
                $"payload: {{ decode: [{{ unwrap: {envelope.Word} }}, json] }}");
        }
    }

    private static bool HasPathsBelow(PathTrie place) => place.SlotCount > 1;
}
