using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Policies;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary><c>payload.on_error</c>: what happens to a message whose payload cannot be decoded.</summary>
/// <param name="Default">The action for every error without its own; null if the file does not say.</param>
/// <param name="ByCode">The actions for single errors.</param>
internal sealed record PayloadFailures(FailureAction? Default, IReadOnlyDictionary<RecordErrorCode, FailureAction> ByCode)
{
    private const string DefaultKey = "default";

    /// <summary>The file does not say.</summary>
    public static PayloadFailures None { get; } = new(null, new Dictionary<RecordErrorCode, FailureAction>());

    /// <summary>The errors of payloads, the only list of those that can have their own action.</summary>
    public static IReadOnlyList<RecordErrorCode> Codes { get; } =
    [
        RecordErrorCode.S3TestEvent, RecordErrorCode.S3Pointer, RecordErrorCode.BodySyntax, RecordErrorCode.BodySize,
        RecordErrorCode.BodyDepth, RecordErrorCode.Compression, RecordErrorCode.EnvelopeShape, RecordErrorCode.Base64,
        RecordErrorCode.TextEncoding, RecordErrorCode.FieldCount, RecordErrorCode.ControlMessage,
        RecordErrorCode.Tombstone,
    ];

    /// <summary>The keys of the table of actions.</summary>
    public static IEnumerable<string> Keys => Codes.Select(code => code.ToText()).Append(DefaultKey);

    /// <summary>Some error sends messages to quarantine.</summary>
    public bool Quarantines => Default == FailureAction.Quarantine || ByCode.Values.Contains(FailureAction.Quarantine);

    /// <summary>The action for an error; null if the file does not say.</summary>
    public FailureAction? Of(RecordErrorCode code) => ByCode.TryGetValue(code, out var action) ? action : Default;

    /// <summary>Reads the key: one action for all errors, or a table of actions.</summary>
    public static PayloadFailures Read(KeyReader payload, DiagnosticBag diagnostics)
    {
        if (payload.Peek("on_error") is not YamlMapping)
            return None with { Default = payload.TakeWord("on_error", FailureActions.Words) };
        var keys = KeyReader.Open(payload.Take("on_error")!, "'on_error'", diagnostics)!;
        var byCode = new Dictionary<RecordErrorCode, FailureAction>();
        foreach (var code in Codes)
        {
            if (keys.TakeWord(code.ToText(), FailureActions.Words) is { } action) byCode.Add(code, action);
        }
        var rest = keys.TakeWord(DefaultKey, FailureActions.Words);
        keys.Finish("'on_error'");
        return new(rest, byCode);
    }
}
