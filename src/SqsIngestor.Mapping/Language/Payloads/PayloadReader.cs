using System.Globalization;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Reads <c>payload:</c>.</summary>
internal static class PayloadReader
{
    /// <summary>Null if the file has no <c>payload</c>, or after a diagnostic.</summary>
    public static PayloadSyntax? Read(YamlNode? node, DiagnosticBag diagnostics)
    {
        if (node is null || KeyReader.Open(node, "'payload'", diagnostics, Hint(node)) is not { } keys) return null;
        var (steps, isComplete) = ReadSteps(keys.Take("decode"), node.Position, diagnostics);
        var limits = keys.Take("limits");
        var (maxBytes, maxDepth) = ReadLimits(limits, diagnostics);
        var failures = PayloadFailures.Read(keys, diagnostics);
        keys.Finish("'payload'");
        return new(node.Position, steps, maxBytes, maxDepth, failures, isComplete)
        {
            MaxDepthPlace = (limits as YamlMapping)?.Entries.FirstOrDefault(static e => e.Key.Value == "max_depth")?.Key.Position,
        };
    }

    /// <summary>The steps as written, under the key that is missing.</summary>
    private static string? Hint(YamlNode node) => node switch
    {
        YamlScalar { Value: var step } when PayloadStepCatalog.Words(PayloadStepCatalog.DecodeKey).Contains(step) =>
            $"payload: {{ decode: {step} }}",
        YamlSequence { Items: var items } when items.All(item => item is YamlScalar) =>
            $"payload: {{ decode: [{string.Join(", ", items.Cast<YamlScalar>().Select(item => item.Value))}] }}",
        _ => null,
    };

    private static (IReadOnlyList<PayloadStepSyntax> Steps, bool IsComplete) ReadSteps(
        YamlNode? node, TextPosition position, DiagnosticBag diagnostics)
    {
        if (node is null) return ([new(PayloadStepCatalog.Json, position)], true);
        var items = node is YamlSequence sequence ? sequence.Items : [node];
        if (items.Count == 0)
        {
            diagnostics.Add(DiagnosticCodes.PayloadStep, node.Position, "'decode' has no steps", "decode: [json]");
        }
        var reader = new PayloadStepReader(diagnostics);
        var steps = items.Select(reader.Read).OfType<PayloadStepSyntax>().ToList();
        return (steps, steps.Count == items.Count);
    }

    private static (int MaxBytes, int MaxDepth) ReadLimits(YamlNode? node, DiagnosticBag diagnostics)
    {
        var (maxBytes, maxDepth) = (MappingLimits.DefaultPayloadBytes, MappingLimits.DefaultPayloadDepth);
        if (node is null || KeyReader.Open(node, "'limits'", diagnostics) is not { } keys) return (maxBytes, maxDepth);
        if (keys.TakeScalar("max_bytes") is { } size && ByteSize.Parse(size, diagnostics) is { } bytes)
        {
            maxBytes = Math.Min(bytes, MappingLimits.MaxPayloadBytes);
            if (bytes > MappingLimits.MaxPayloadBytes)
            {
                diagnostics.Add(
                    DiagnosticCodes.WrongValue, size.Position,
                    $"'{size.Value}' is too large; the most is {ByteSize.Format(MappingLimits.MaxPayloadBytes)}");
            }
        }
        if (keys.TakeScalar("max_depth") is { } depth)
        {
            if (!int.TryParse(depth.Value, NumberStyles.None, CultureInfo.InvariantCulture, out maxDepth)
                || maxDepth is < 1 or > MappingLimits.MaxPayloadDepth)
            {
                diagnostics.Add(
                    DiagnosticCodes.WrongValue, depth.Position,
                    $"'{depth.Value}' is not a depth; "
                        + $"'max_depth' takes a whole number from 1 to {MappingLimits.MaxPayloadDepth}");
                maxDepth = MappingLimits.DefaultPayloadDepth;
            }
        }
        keys.Finish("'limits'");
        return (maxBytes, maxDepth);
    }
}
