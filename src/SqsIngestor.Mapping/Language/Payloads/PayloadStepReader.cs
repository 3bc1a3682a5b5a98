using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Shared;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Reads one step: a word, or <c>{ decode: … }</c>, <c>{ unwrap: … }</c> or <c>{ protobuf: … }</c>.</summary>
internal sealed class PayloadStepReader(DiagnosticBag diagnostics)
{
    private const string What = "a step of 'decode'";

    /// <summary>The values of <c>when</c>.</summary>
    public static readonly Keywords<bool> WhenWords = new(
        ("auto", true, "The step applies only if the payload has its form; otherwise the payload stays unchanged."));

    /// <summary>Null after a diagnostic.</summary>
    public PayloadStepSyntax? Read(YamlNode node)
    {
        if (node is YamlScalar scalar) return ReadStep(PayloadStepCatalog.DecodeKey, scalar);
        if (KeyReader.Open(node, What, diagnostics) is not { } keys) return null;
        var given = PayloadStepCatalog.Keys.Where(keys.Has).ToList();
        if (given.Count != 1)
        {
            var found = given.Count == 0 ? "has none" : $"has {string.Join(" and ", given)}";
            diagnostics.Add(DiagnosticCodes.PayloadStep, node.Position,
                $"a step needs exactly one of {string.Join(", ", PayloadStepCatalog.Keys)}; this one {found}",
                "{ unwrap: sns, when: auto }");
        }
        PayloadStepSyntax? step = null;
        foreach (var key in given)
        {
            if (keys.TakeScalar(key) is { } value) step = ReadStep(key, value, node);
        }
        var options = PayloadStepOptions.Read(keys, step?.Spec, diagnostics);
        if (step is not null) step = step with { Options = options };
        var when = keys.Peek("when")?.Position;
        var isAuto = keys.TakeWord("when", WhenWords) ?? false;
        keys.Finish(What);
        if (given.Count != 1 || step is null || !isAuto) return given.Count == 1 ? step : null;
        if (step.Spec.CanBeAuto) return step with { Auto = true };
        var automatic = PayloadStepCatalog.All.Where(row => row.CanBeAuto).Select(row => row.Name);
        diagnostics.Add(DiagnosticCodes.PayloadWhen, when!.Value,
            $"{step.Spec.Name} cannot be automatic: its input does not differ from other payloads",
            $"'when: auto' works with {string.Join(", ", automatic)}");
        return step;
    }

    private PayloadStepSyntax? ReadStep(string key, YamlScalar value, YamlNode? node = null)
    {
        // The value of protobuf is the name of a message, not a word of the language.
        if (key == PayloadStepCatalog.ProtobufKey)
        {
            return new(PayloadStepCatalog.Find(key, key)!, (node ?? value).Position, MessageName: value);
        }
        if (PayloadStepCatalog.Find(key, value.Value) is { } spec) return new(spec, value.Position);
        // A word of another key, or a misspelled one of this key.
        var other = PayloadStepCatalog.All.FirstOrDefault(row => row.Word == value.Value);
        var words = PayloadStepCatalog.Words(key).ToList();
        var usages = string.Join(", ", PayloadStepCatalog.All.Select(row => row.Usage));
        var message = key == PayloadStepCatalog.UnwrapKey
            ? $"'{value.Value}' is not an envelope; unwrap takes {string.Join(", ", words)}"
            : $"'{value.Value}' is not a step; the steps are {usages}";
        diagnostics.Add(
            DiagnosticCodes.PayloadStep, value.Position, message,
            other?.Usage ?? OtherFormats.Hint(value.Value) ?? Nearest.Hint(value.Value, words));
        return null;
    }
}
