using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Infer.Evidence;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>The messages that the function could not read.</summary>
/// <param name="Code">Their record error.</param>
/// <param name="Count">How many there are.</param>
/// <param name="First">The place of the first one.</param>
internal sealed record RefusedSamples(string Code, long Count, string First);

/// <summary>What the files of samples say. Reads them once, and holds a few messages at a time.</summary>
internal sealed class SampleSet
{
    private const string NotJson = "body_syntax";
    private const string NotText = "text_encoding";
    private const int MostInBatch = 256;
    private const int MostCharactersInBatch = 4 * 1024 * 1024;

    private readonly Screen _screen = new();
    private readonly HashSet<long> _skipped = [];
    private readonly List<RefusedSamples> _refused = [];
    private readonly IReadOnlyList<SampleFile> _files;

    private SampleSet(IReadOnlyList<SampleFile> files, bool keepsValues)
    {
        _files = files;
        Bodies = new ValueEvidence(new EvidenceBudget(keepsValues));
        Texts = new ValueEvidence(new EvidenceBudget(keepsValues));
    }

    /// <summary>The files, with the number of messages of each.</summary>
    public List<(SampleFile File, long Messages)> Files { get; } = [];

    /// <summary>The bodies that are JSON, without their envelopes.</summary>
    public ValueEvidence Bodies { get; }

    /// <summary>The bodies that are not JSON.</summary>
    public ValueEvidence Texts { get; }

    public Envelopes Envelopes { get; } = new();

    /// <summary>The attributes of the messages, also of those in an SNS envelope.</summary>
    public SampleAttributes Attributes { get; } = new();

    /// <summary>What the first body that is not JSON may be; null for nothing known.</summary>
    public string? Guess { get; private set; }

    /// <summary>All messages, refused ones too.</summary>
    public long Messages { get; private set; }

    /// <summary>The messages that make the table.</summary>
    public long Used => IsText ? Texts.Count : Bodies.Count;

    /// <summary>Whether the bodies are text that is not JSON: none is, and it is known where each ends.</summary>
    public bool IsText => Bodies.Count == 0 && Texts.Count == Messages
        && (TextsInSns == Messages || Files.TrueForAll(file => file.File.KnowsBodies));

    /// <summary>The bodies in an SNS envelope that are not JSON.</summary>
    public long TextsInSns { get; private set; }

    /// <summary>The messages that no table takes, by code.</summary>
    public IReadOnlyList<RefusedSamples> Refused => IsText ? [] : _refused;

    /// <summary>The messages with a name twice in an object, of which a path finds the last.</summary>
    public long Twice { get; private set; }

    /// <summary>The place of the first of them; null for none.</summary>
    public string? FirstTwice { get; private set; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="CliException">A file cannot be read, or no message can be used.</exception>
    public static SampleSet Read(IReadOnlyList<SampleFile> files, bool keepsValues)
    {
        var set = new SampleSet(files, keepsValues);
        foreach (var file in files)
        {
            var before = set.Messages;
            foreach (var batch in Batches(file.Read())) set.Add(batch);
            set.Files.Add((file, set.Messages - before));
        }

        if (set.Messages == 0)
        {
            throw CliErrors.SamplesMissing.At(
                files[0].Name, "There is no message: the event is empty. Give at least one message.");
        }

        if (set.Used == 0)
        {
            var (code, _, first) = set._refused[0];
            throw CliErrors.SamplesUnusable.At(
                first,
                $"No message can be read; the first one has the error {code}. Give bodies in JSON, SQS events, or the output of "
                    + "aws sqs receive-message. docs/reference/record-errors.md says what the code means."
                    + (set.Guess is { } guess
                        ? $" {char.ToUpperInvariant(guess[0])}{guess[1..]}; infer does not read it: write the mapping by hand."
                        : ""));
        }

        return set;
    }

    /// <summary>The bodies that make the table, again, some at a time.</summary>
    public IEnumerable<IReadOnlyList<Sample>> UsedBatches()
    {
        var ordinal = 0L;
        foreach (var batch in _files.SelectMany(file => Batches(file.Read())))
        {
            var used = new List<Sample>();
            foreach (var sample in batch)
            {
                if (IsText || !_skipped.Contains(ordinal)) used.Add(sample);
                ordinal++;
            }

            yield return used;
        }
    }

    private void Add(List<Sample> batch)
    {
        var codes = _screen.Run([.. batch.Select(sample => sample.Body ?? "")]);
        for (var i = 0; i < batch.Count; i++, Messages++)
        {
            var body = batch[i].Body;
            Attributes.Add(batch[i].Attributes);
            if ((body is null ? NotText : codes[i]) is { } code) Refuse(batch[i], code);
            else AddJson(body!, batch[i].Place);
        }
    }

    private void AddJson(string body, string place)
    {
        using var json = Parse(body)!;
        if (Envelopes.IsSns(json.RootElement)) Attributes.Add(SampleAttributes.Of(json.RootElement));
        if (!Envelopes.Open(json.RootElement, Bodies.Add)) return;
        Twice++;
        FirstTwice ??= place;
    }

    private void Refuse(Sample sample, string code)
    {
        _skipped.Add(Messages);
        var at = _refused.FindIndex(refused => refused.Code == code);
        if (at < 0) _refused.Add(new RefusedSamples(code, 1, sample.Place));
        else _refused[at] = _refused[at] with { Count = _refused[at].Count + 1 };
        if (code != NotJson) return;
        using var json = Parse(sample.Body!);
        if (json is not null && Envelopes.IsSns(json.RootElement))
        {
            TextsInSns++;
            if (Texts.Count == 0) Guess = PayloadGuess.Of(json.RootElement.GetProperty("Message").GetString()!);
            Texts.Add(json.RootElement.GetProperty("Message"));
        }
        else
        {
            if (Texts.Count == 0) Guess = PayloadGuess.Of(sample.Body!);
            Texts.Add(JsonSerializer.SerializeToElement(sample.Body));
        }
    }

    private static JsonDocument? Parse(string body)
    {
        try
        {
            return JsonDocument.Parse(body.TrimStart('\uFEFF'), new JsonDocumentOptions { MaxDepth = 1_000 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<List<Sample>> Batches(IEnumerable<Sample> samples)
    {
        var (batch, characters) = (new List<Sample>(), 0L);
        foreach (var sample in samples)
        {
            batch.Add(sample);
            characters += sample.Body?.Length ?? 0;
            if (batch.Count < MostInBatch && characters < MostCharactersInBatch) continue;
            yield return batch;
            (batch, characters) = ([], 0);
        }

        if (batch.Count > 0) yield return batch;
    }
}
