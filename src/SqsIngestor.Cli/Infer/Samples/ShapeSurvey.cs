using System.Text.Json;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Payloads;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>A shape that messages have.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Messages">How many messages have it.</param>
/// <param name="IsUsed">Whether the mapping unwraps it.</param>
internal sealed record FoundShape(PayloadShape Shape, long Messages, bool IsUsed);

/// <summary>Counts the envelopes that are removed wherever they are, and collects what their members are.</summary>
/// <param name="keepsValues">Whether to keep examples of values.</param>
internal sealed class EnvelopeCount(bool keepsValues)
{
    private readonly Dictionary<string, long> _messages = [];
    private readonly OrderedDictionary<(string Word, string Name), ValueEvidence> _values = [];
    private readonly EvidenceBudget _budget = new(keepsValues);

    /// <summary>How many messages have one of them.</summary>
    public long Messages { get; private set; }

    /// <summary>Each that some message has, outermost first.</summary>
    public IEnumerable<FoundShape> Found => ShapeSurvey.Envelopes.Where(shape => _messages.ContainsKey(shape.Word))
        .Select(shape => new FoundShape(shape, _messages[shape.Word], IsUsed: true));

    /// <summary>The values of the members that a row keeps, by the word of the envelope and their names.</summary>
    public IReadOnlyDictionary<(string Word, string Name), ValueEvidence> Values => _values;

    /// <summary>Whether there are more names than <see cref="ValueEvidence.MostMembers"/>. The first are kept.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Takes messages out of the counts.</summary>
    public void Remove(EnvelopeCount messages)
    {
        Messages -= messages.Messages;
        foreach (var (word, count) in messages._messages)
        {
            if ((_messages[word] -= count) == 0) _messages.Remove(word);
        }
    }

    /// <summary>Adds the envelopes of a message.</summary>
    public void Add(ScreenedBody message)
    {
        if (message.Envelopes.Count > 0) Messages++;
        foreach (var word in message.Envelopes) _messages[word] = _messages.GetValueOrDefault(word) + 1;
        foreach (var (word, name, text) in message.Members)
        {
            if (!_values.TryGetValue((word, name), out var values))
            {
                HasMore |= _values.Count == ValueEvidence.MostMembers;
                if (HasMore) continue;
                _values.Add((word, name), values = new ValueEvidence(_budget));
            }

            using var json = SampleJson.Parse(text);
            values.Add(json.RootElement);
        }
    }
}

/// <summary>
/// Finds the shapes of messages among those that <c>unwrap</c> reads, and chooses the steps that read every message: an unwrap
/// that gives documents only if all messages have its shape, because no step follows it and it refuses other messages.
/// </summary>
internal sealed class ShapeSurvey
{
    /// <summary>
    /// A shape that none of so many messages has is not looked for any more: reading messages in each way takes time.
    /// </summary>
    private const int MostTried = 1_000;

    private const string Json = "json";

    // Compiled once; a screen has no state.
    private static readonly Screen Plain = new(Envelopes, Json);
    private static readonly Screen All = new([.. Envelopes, .. EnvelopesOfBytes], Json);
    private static readonly IReadOnlyList<(PayloadShape Shape, Screen Screen)> Ways =
    [
        .. LanguageReference.PayloadShapes.Where(shape => !shape.IsEnvelope)
            .SelectMany(shape => shape.Ways.Select(way => (shape, new Screen(Envelopes, way)))),
    ];

    private readonly List<Candidate> _candidates = [.. Ways.Select(way => new Candidate(way.Shape, way.Screen))];
    private readonly Dictionary<PayloadShape, long> _messages = [];
    private long _tried;
    private long _readable;
    private long _lost;
    private long _nulls;

    /// <summary>Envelopes with text inside, which every mapping removes where they are.</summary>
    public static IReadOnlyList<PayloadShape> Envelopes =>
        [.. LanguageReference.PayloadShapes.Where(shape => shape is { IsEnvelope: true, CarriesBytes: false })];

    private static IReadOnlyList<PayloadShape> EnvelopesOfBytes =>
        [.. LanguageReference.PayloadShapes.Where(shape => shape.CarriesBytes)];

    /// <summary>Whether more messages cannot change the choice.</summary>
    public bool IsDone => _tried >= MostTried && _candidates.Count == 0 && !EnvelopesOfBytes.Any(_messages.ContainsKey);

    /// <summary>The shapes that were found, beside those of <see cref="Envelopes"/>.</summary>
    public IEnumerable<FoundShape> Found
    {
        get
        {
            var chosen = Chosen;
            return LanguageReference.PayloadShapes.Where(_messages.ContainsKey).Select(
                shape => new FoundShape(
                    shape, _messages[shape], shape == chosen?.Shape || (shape.CarriesBytes && chosen is null && UsesAll)));
        }
    }

    private Candidate? Chosen => _candidates.Find(each => each.HasAny && each.Fits == _readable);

    /// <summary>What is inside an envelope may be something else than JSON: then the envelope stays.</summary>
    private bool UsesAll => _lost == 0 && EnvelopesOfBytes.Any(_messages.ContainsKey);

    /// <summary>The shape whose unwrap gives the documents; null for none.</summary>
    public PayloadShape? Documents => Chosen?.Shape;

    /// <summary>The shape of the messages if all have it and none has data; null otherwise.</summary>
    public PayloadShape? OnlyWithoutData =>
        _nulls > 0 || _tried == 0 ? null : _candidates.Find(each => !each.HasAny && each.Fits == _tried)?.Shape;

    /// <summary>Reads a body without an unwrap that gives documents.</summary>
    public static IReadOnlyList<string> WithoutUnwrap(string body) => Plain.Run([body])[0].Documents;

    /// <summary>The members of the envelopes around a body that a row keeps.</summary>
    public static IEnumerable<(string Word, string Name)> EnvelopeMembers(string body)
    {
        var read = All.Run([body])[0];
        // What is inside need not be JSON.
        if (read.Code is not null) read = TextSurvey.Screen.Run([body])[0];
        return read.Members.Select(member => (member.Word, member.Name));
    }

    /// <summary>The steps that read the messages.</summary>
    public Screen Choose() => Chosen?.Screen ?? (UsesAll ? All : Plain);

    /// <summary>Adds messages.</summary>
    public void Add(IReadOnlyList<string> bodies)
    {
        var (plain, all) = (Plain.Run(bodies), All.Run(bodies));
        var fits = _candidates.Select(each => each.Screen.Run(bodies)).ToList();
        for (var i = 0; i < bodies.Count; i++)
        {
            var found = EnvelopesOfBytes.Where(shape => all[i].Envelopes.Contains(shape.Word)).ToHashSet();
            var isReadable = plain[i].Code is null;
            if (plain[i].Documents is [Screen.Nothing]) _nulls++;
            // Nothing was removed from a body that only the other screen can read.
            if (isReadable && all[i].Code is not null)
            {
                _lost++;
                found.UnionWith(EnvelopesOfBytes);
            }

            for (var c = 0; c < _candidates.Count; c++)
            {
                var (candidate, body) = (_candidates[c], fits[c][i]);
                if (candidate.Has(body)) found.Add(candidate.Shape);
                isReadable |= candidate.Add(body);
            }

            foreach (var shape in found) _messages[shape] = _messages.GetValueOrDefault(shape) + 1;
            if (isReadable) _readable++;
        }

        _tried += bodies.Count;
        if (_tried >= MostTried) _candidates.RemoveAll(each => each.Fits < _tried && !_messages.ContainsKey(each.Shape));
    }

    /// <summary>A way to read all messages.</summary>
    private sealed class Candidate(PayloadShape shape, Screen screen)
    {
        public PayloadShape Shape => shape;

        public Screen Screen => screen;

        /// <summary>How many messages it reads as the shape, and how many are of the shape but have no data.</summary>
        public long Fits { get; private set; }

        /// <summary>Whether it read one as the shape.</summary>
        public bool HasAny { get; private set; }

        public bool Has(ScreenedBody body) => body.Code is null && body.Documents.All(IsOfShape);

        public bool Add(ScreenedBody body)
        {
            HasAny |= Has(body);
            if (!Has(body) && (body.Code is null || body.Code != shape.Empty)) return false;
            Fits++;
            return true;
        }

        private bool IsOfShape(string document)
        {
            using var json = SampleJson.Parse(document);
            return shape.Members.All(path => Find(json.RootElement, path.Split('.')));
        }

        private static bool Find(JsonElement value, ReadOnlySpan<string> path)
        {
            foreach (var name in path)
            {
                if (value.ValueKind != JsonValueKind.Object) return false;
                var found = value.EnumerateObject()
                    .Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
                if (found.Count == 0) return false;
                value = found[0].Value;
            }

            return true;
        }
    }
}
