using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Descriptors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Avro;
using SqsIngestor.Mapping.Language.Payloads.Protobuf;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Paths;
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
    /// <param name="syntax">The payload as written; null without one.</param>
    /// <param name="paths">The paths that read it.</param>
    /// <param name="isFiltered">Every table has a condition, so a message without any of the values is not a mistake.</param>
    /// <returns>Null if the file has no <c>payload</c> and no path reads it, and after errors.</returns>
    public PayloadPlan? Compile(PayloadSyntax? syntax, PayloadPaths paths, bool isFiltered)
    {
        if (syntax is null && !paths.IsUsed) return null;
        syntax ??= new(TextPosition.File, [new(PayloadStepCatalog.Json, TextPosition.File)]);
        var message = FindMessage(syntax);
        var last = CompileLast(syntax, message);
        // Diagnostics about the steps next to an unknown step would be guesses.
        if (!syntax.IsComplete) return null;
        var order = new PayloadOrder(diagnostics);
        var input = order.Check(syntax.Steps);
        var form = syntax.Steps is [.., var end] ? end.Spec.Gives : PayloadForm.Json;
        // Steps in a wrong order give other results than in the right one.
        if (!order.IsWrong)
        {
            CheckPaths(syntax, paths, form);
            if (message is not null) CheckReads(paths, place => ProtobufPaths.Problem(message, place));
            if (syntax.Steps is [.., { Options.Names: { } names }]) CheckReads(paths, place => ProblemOf(place, names));
            if (syntax.MaxDepthPlace is { } depth && form is PayloadForm.Text or PayloadForm.Bytes
                && !syntax.Steps.Any(s => s.Spec.Envelope is not null))
            {
                diagnostics.Add(DiagnosticCodes.Idle, depth, "'max_depth' has no effect: no step parses a document");
            }
        }
        var needsAttributes = syntax.Steps.Any(step => step.Spec.Envelope == EnvelopeCatalog.CloudEvents);
        var plan = new PayloadPlan
        {
            Steps = [.. syntax.Steps.Where(s => !s.Spec.IsDocument).Select(s => new PayloadStep(s.Spec, s.Auto))],
            Form = form,
            RawIsBytes = input == PayloadForm.Bytes,
            Last = last,
            MaxBytes = syntax.MaxBytes,
            MaxDepth = syntax.MaxDepth,
            OnError = syntax.OnError ?? PayloadFailures.None,
            NeedsMembers = !isFiltered,
            Body = paths.UseBody(),
            AttributesSlot = needsAttributes ? KeepWhole(paths.Message.Member("messageAttributes")) : -1,
            WrappedAttributesSlot =
                needsAttributes ? KeepWhole(paths.UseEnvelope(EnvelopeCatalog.Sns).Member("MessageAttributes")) : -1,
            Envelopes = [.. EnvelopeCatalog.All.Select(paths.UseEnvelope)],
        };
        return diagnostics.HasErrors ? null : plan.Freeze();
    }

    private static int KeepWhole(PathTrie place)
    {
        place.Whole = true;
        return place.Slot;
    }

    private PayloadDocumentStep? CompileLast(PayloadSyntax syntax, MessageDescriptor? message)
    {
        if (syntax.Steps is not [.., var last]) return null;
        if (message is not null)
        {
            var plan = ProtobufMessagePlan.Create(message);
            return new(last.Spec, context => new ProtobufJsonWriter(plan, context));
        }
        if (last.Spec.Open is not { } open) return null;
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
        if (AvroSchema.TryRead(bytes, null, out var schema, out var problem)) return schema;
        diagnostics.Add(DiagnosticCodes.PayloadSchema, name.Position, $"{path} is not a schema of Avro: {problem}");
        return null;
    }

    private MessageDescriptor? FindMessage(PayloadSyntax syntax)
    {
        if (syntax.Steps.FirstOrDefault(s => s.MessageName is not null)?.MessageName is not { } name) return null;
        if (descriptors.Find(name.Value) is { } message) return message;
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

    private static (string Reason, string? Hint)? ProblemOf(IReadOnlyList<PathStep> place, IReadOnlyList<string> names) =>
        place is [{ Name: { } name }, ..] && !names.Contains(name)
            ? ($"'names' has no '{name}'", Nearest.Hint(name, names))
            : null;

    /// <summary>Warns of paths that find nothing in any body.</summary>
    private void CheckReads(PayloadPaths paths, Func<IReadOnlyList<PathStep>, (string Reason, string? Hint)?> problemOf)
    {
        var found = new List<IReadOnlyList<PathStep>>();
        foreach (var (path, places) in paths.Reads)
        {
            // What is bound from a path that finds nothing has been reported with that path.
            if (path.Root != "body" && found.Exists(place => places.All(p => p.Take(place.Count).SequenceEqual(place)))) continue;
            var problems = places.Select(problemOf).ToList();
            if (problems.Contains(null)) continue;
            found.AddRange(places);
            var (reason, hint) = problems[0]!.Value;
            diagnostics.Add(DiagnosticCodes.Idle, path.Position, $"'{path.Text}' never finds a value: {reason}", hint);
        }
    }

    private static bool HasPathsBelow(PathTrie place) => place.SlotCount > 1;
}
