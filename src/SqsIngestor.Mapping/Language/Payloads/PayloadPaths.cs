using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Payloads.Steps;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>The parts of payloads that the paths of a mapping read.</summary>
internal sealed class PayloadPaths
{
    private readonly PathTrie?[] _envelopes = new PathTrie?[EnvelopeCatalog.All.Count];

    /// <summary>The paths below <c>$.body</c>; null until a path reads it.</summary>
    public PathTrie? Body { get; private set; }

    /// <summary>Every path to a place of the body, in the order of compilation.</summary>
    public List<PayloadRead> Reads { get; } = [];

    /// <summary>The parts of the message that are kept.</summary>
    public PathTrie Message { get; } = MessageSlots.CreateTrie();

    /// <summary>A path reads <c>$.raw</c>.</summary>
    public bool UsesRaw { get; set; }

    /// <summary>A path reads the payload.</summary>
    public bool IsUsed => UsesRaw || Body is not null || Array.Exists(_envelopes, trie => trie is not null);

    public PathTrie UseBody() => Body ??= new PathTrie();

    /// <summary>The paths below <c>$.envelope</c> and the envelope's name; null until a path reads it.</summary>
    public PathTrie? Envelope(Envelope envelope) => _envelopes[envelope.Index];

    /// <summary>Keeps the document of a place as a whole, so that the places of its values can be found.</summary>
    public void KeepDocument(PathTrie place)
    {
        var roots = _envelopes.Append(Body);
        if (roots.FirstOrDefault(root => root?.IsOfThisTrie(place) == true) is { } document) document.Whole = true;
    }

    public PathTrie UseEnvelope(Envelope envelope) => _envelopes[envelope.Index] ??= envelope.CreateTrie();
}
