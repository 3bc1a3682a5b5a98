using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Records;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>What the paths of a mapping ask of payloads.</summary>
internal sealed class PayloadPaths
{
    /// <summary>Below <c>$.body</c>; null as long as no path asks for it.</summary>
    public PathTrie? Body { get; private set; }

    /// <summary>Below <c>$.envelope.sns</c>; null as long as no path asks for it.</summary>
    public PathTrie? Sns { get; private set; }

    /// <summary>Below <c>$.envelope.eventbridge</c>; null as long as no path asks for it.</summary>
    public PathTrie? EventBridge { get; private set; }

    /// <summary>Some path asks for <c>$.raw</c>.</summary>
    public bool UsesRaw { get; set; }

    public bool IsUsed => UsesRaw || (Body ?? Sns ?? EventBridge) is not null;

    public PathTrie UseBody() => Body ??= new PathTrie();

    public PathTrie UseEnvelope(EnvelopeKind kind) => kind == EnvelopeKind.Sns
        ? Sns ??= EnvelopeSlots.CreateTrie(kind)
        : EventBridge ??= EnvelopeSlots.CreateTrie(kind);
}
