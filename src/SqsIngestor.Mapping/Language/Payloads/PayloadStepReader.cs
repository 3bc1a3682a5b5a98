using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>Reads one step: a word, or <c>{ decode: … }</c>, <c>{ unwrap: … }</c> or <c>{ protobuf: … }</c>.</summary>
internal sealed class PayloadStepReader(DiagnosticBag diagnostics)
{
    private static readonly Dictionary<string, PayloadStepKind> Words = new()
    {
        ["text"] = PayloadStepKind.Text,
        ["base64"] = PayloadStepKind.Base64,
        ["base64url"] = PayloadStepKind.Base64Url,
        ["gzip"] = PayloadStepKind.Gzip,
        ["deflate"] = PayloadStepKind.Deflate,
        ["zlib"] = PayloadStepKind.Zlib,
        ["brotli"] = PayloadStepKind.Brotli,
        ["json"] = PayloadStepKind.Json,
        ["ndjson"] = PayloadStepKind.NdJson,
    };

    private static readonly Dictionary<string, PayloadStepKind> Envelopes = new()
    {
        ["sns"] = PayloadStepKind.UnwrapSns,
        ["eventbridge"] = PayloadStepKind.UnwrapEventBridge,
    };

    private static readonly string[] Forms = ["decode", "unwrap", "protobuf"];

    public PayloadStepSyntax? Read(YamlNode node)
    {
        if (node is YamlScalar scalar) return ReadWord(scalar);
        if (KeyReader.Open(node, "a step of 'decode'", diagnostics) is not { } keys) return null;
        var given = Forms.Where(keys.Has).ToList();
        if (given.Count != 1)
        {
            var found = given.Count == 0 ? "none" : string.Join(" and ", given);
            diagnostics.Add(DiagnosticCodes.PayloadStep, node.Position, $"a step has exactly one of {string.Join(", ", Forms)}; found {found}", "{ unwrap: sns, when: auto }");
        }
        PayloadStepSyntax? step = null;
        foreach (var form in given)
        {
            if (keys.TakeScalar(form) is not { } value) continue;
            step = form switch
            {
                "decode" => ReadWord(value),
                "unwrap" => ReadEnvelope(value),
                _ => new(PayloadStepKind.Protobuf, "protobuf", node.Position, MessageName: value),
            };
        }
        var when = keys.Peek("when")?.Position;
        var isAuto = keys.TakeWord("when", "auto") is not null;
        keys.Finish("a step of 'decode'");
        if (step is null || given.Count != 1 || !isAuto) return given.Count == 1 ? step : null;
        if (step.Kind is PayloadStepKind.Gzip or PayloadStepKind.UnwrapSns or PayloadStepKind.UnwrapEventBridge) return step with { Auto = true };
        diagnostics.Add(DiagnosticCodes.PayloadWhen, when!.Value, $"nothing tells {step.Name} from what is not, so it cannot be automatic", "'when: auto' goes with unwrap and with gzip");
        return step;
    }

    private PayloadStepSyntax? ReadWord(YamlScalar word)
    {
        if (Words.TryGetValue(word.Value, out var kind)) return new(kind, word.Value, word.Position);
        var hint = word.Value == "protobuf" ? "{ protobuf: full.Name }"
            : Envelopes.ContainsKey(word.Value) ? $"{{ unwrap: {word.Value} }}" : Nearest.Hint(word.Value, Words.Keys);
        diagnostics.Add(DiagnosticCodes.PayloadStep, word.Position,
            $"'{word.Value}' is not a step; the steps are {string.Join(", ", Words.Keys)}, {{ protobuf: full.Name }}, {{ unwrap: sns }}, {{ unwrap: eventbridge }}", hint);
        return null;
    }

    private PayloadStepSyntax? ReadEnvelope(YamlScalar name)
    {
        if (Envelopes.TryGetValue(name.Value, out var kind)) return new(kind, $"unwrap: {name.Value}", name.Position);
        diagnostics.Add(DiagnosticCodes.PayloadStep, name.Position,
            $"'{name.Value}' cannot be unwrapped; {string.Join(" and ", Envelopes.Keys)} can", Nearest.Hint(name.Value, Envelopes.Keys));
        return null;
    }
}
