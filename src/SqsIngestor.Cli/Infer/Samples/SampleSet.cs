using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;

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

    private static readonly JsonDocumentOptions JsonDepth = new() { MaxDepth = 1_000 };

    private static readonly Screen Text = new(ShapeSurvey.Envelopes, Screen.Text);

    private readonly EnvelopeCount _envelopes;
    private readonly EnvelopeCount _envelopesOfText;
    private readonly ShapeSurvey _survey;
    private readonly Screen _screen;
    // What reads the schemas of the messages; null if they have none.
    private readonly ConnectDeclarations? _declarations;
    private readonly HashSet<long> _skipped = [];
    private readonly HashSet<long> _nulls = [];
    private readonly EnvelopeCount _envelopesOfNulls = new(keepsValues: false);
    private readonly List<RefusedSamples> _refused = [];
    private readonly IReadOnlyList<SampleFile> _files;
    private string? _firstNull;

    private SampleSet(IReadOnlyList<SampleFile> files, ShapeSurvey survey, bool keepsValues)
    {
        (_files, _survey, _screen) = (files, survey, survey.Choose());
        _declarations = survey.Documents?.Word == ConnectDeclarations.Unwrap ? new() : null;
        (_envelopes, _envelopesOfText) = (new EnvelopeCount(keepsValues), new EnvelopeCount(keepsValues));
        Bodies = new ValueEvidence(new EvidenceBudget(keepsValues));
        Texts = new ValueEvidence(new EvidenceBudget(keepsValues));
    }

    /// <summary>The files, with the number of messages of each.</summary>
    public List<(SampleFile File, long Messages)> Files { get; } = [];

    /// <summary>The bodies that are JSON, without their envelopes.</summary>
    public ValueEvidence Bodies { get; }

    /// <summary>The bodies that are not JSON.</summary>
    public ValueEvidence Texts { get; }

    /// <summary>The shapes of the messages.</summary>
    public IReadOnlyList<FoundShape> Shapes =>
    [
        .. Envelopes.Found,
        .. _survey.Found,
    ];

    /// <summary>What the members of the envelopes are.</summary>
    public EnvelopeCount Envelopes => IsText ? _envelopesOfText : _envelopes;

    /// <summary>
    /// The messages whose envelope has no data, and need not: they make a row, and are not in <see cref="Bodies"/>.
    /// </summary>
    public long WithoutData { get; private set; }

    /// <summary>The steps after the envelopes.</summary>
    public string Last => IsText ? Screen.Text : _screen.Last;

    /// <summary>The attributes of the messages, also of those in an SNS envelope.</summary>
    public SampleAttributes Attributes { get; } = new();

    /// <summary>What the first body that is not JSON may be; null for nothing known.</summary>
    public string? Guess { get; private set; }

    /// <summary>All messages, refused ones too.</summary>
    public long Messages { get; private set; }

    /// <summary>The messages that make the table.</summary>
    public long Used => IsText ? Texts.Count : Messages - _skipped.Count;

    /// <summary>Whether the bodies are text that is not JSON: none is, and it is known where each ends.</summary>
    public bool IsText => Bodies.Count == 0 && Texts.Count == Messages
        && (_envelopesOfText.Messages == Messages || Files.TrueForAll(file => file.File.KnowsBodies));

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
        var set = new SampleSet(files, Survey(files), keepsValues);
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

        set.ShareImages();
        return set;
    }

    /// <summary>Leaves out the bodies that are null: columns below the body refuse them.</summary>
    /// <param name="code">The record error with which they do.</param>
    public void LeaveOutNulls(RecordErrorCode code)
    {
        if (_nulls.Count == 0) return;
        _skipped.UnionWith(_nulls);
        _envelopes.Remove(_envelopesOfNulls);
        _refused.Add(new RefusedSamples(code.ToText(), _nulls.Count, _firstNull!));
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

    /// <summary>What the steps make of each sample.</summary>
    public IReadOnlyList<ScreenedBody> Documents(IReadOnlyList<Sample> samples) =>
        _screen.Run([.. samples.Select(sample => sample.Body ?? "")]);

    private static ShapeSurvey Survey(IReadOnlyList<SampleFile> files)
    {
        var survey = new ShapeSurvey();
        foreach (var batch in files.SelectMany(file => Batches(file.Read())))
        {
            if (survey.IsDone) break;
            survey.Add([.. batch.Select(sample => sample.Body ?? "")]);
        }

        return survey;
    }

    private void Add(List<Sample> batch)
    {
        var bodies = Documents(batch);
        for (var i = 0; i < batch.Count; i++, Messages++)
        {
            Attributes.Add(batch[i].Attributes);
            if ((batch[i].Body is null ? NotText : bodies[i].Code ?? TooManyRows(bodies[i])) is { } code) Refuse(batch[i], code);
            else AddDocuments(batch[i], bodies[i]);
        }
    }

    /// <summary>The record error of a body that makes a row for each element, and has too many; null for another body.</summary>
    private static string? TooManyRows(ScreenedBody body)
    {
        // An element has at least two characters and a comma.
        foreach (var text in body.Documents.Where(each => each.Length > 3 * MappingLimits.MaxExplodedRows))
        {
            using var json = JsonDocument.Parse(text, JsonDepth);
            if (json.RootElement is { ValueKind: JsonValueKind.Array } array
                && array.GetArrayLength() > MappingLimits.MaxExplodedRows
                && array.EnumerateArray().All(element => element.ValueKind == JsonValueKind.Object))
            {
                return RecordErrorCode.TooManyRows.ToText();
            }
        }

        return null;
    }

    private void AddDocuments(Sample sample, ScreenedBody screened)
    {
        _envelopes.Add(screened);
        if (_declarations is not null)
        {
            foreach (var document in ShapeSurvey.WithoutUnwrap(sample.Body!))
            {
                if (_declarations.Read(document) is { } type) Bodies.Declare(type);
            }
        }

        if (screened.Envelopes.Count > 0)
        {
            using var json = JsonDocument.Parse(sample.Body!.TrimStart('\uFEFF'), JsonDepth);
            Attributes.Add(SampleAttributes.Of(json.RootElement));
        }

        var isTwice = false;
        foreach (var document in screened.Documents)
        {
            using var json = JsonDocument.Parse(document, JsonDepth);
            var isNull = json.RootElement.ValueKind == JsonValueKind.Null;
            if (isNull && screened.MayLackData)
            {
                WithoutData++;
                continue;
            }

            isTwice |= Bodies.Add(json.RootElement);
            if (!isNull) continue;
            _nulls.Add(Messages);
            _envelopesOfNulls.Add(screened);
            _firstNull ??= sample.Place;
        }

        if (!isTwice) return;
        Twice++;
        FirstTwice ??= sample.Place;
    }

    /// <summary>The images of one row have the same members: what is known of one is known of all.</summary>
    private void ShareImages()
    {
        if (_survey.Documents is not { Images: { Count: > 0 } paths } shape) return;
        var images = paths.Select(Find).OfType<ValueEvidence>().ToList();
        if (images.Count == 0) return;
        if (paths.Where(path => Find(path) is null).Select(path => path.Split('.')[^1]).ToList() is { Count: > 0 } unseen)
            images.ForEach(image => image.Unseen = string.Join(" and ", unseen));
        var names = paths.Select(path => path.Split('.')[^1]);
        ValueEvidence.Share(images, shape.ImageKeys is { } keys ? Find(keys) : null, string.Join(" and ", names));
    }

    private ValueEvidence? Find(string path)
    {
        ValueEvidence? found = Bodies;
        foreach (var name in path.Split('.'))
        {
            found = found?.Members?
                .FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        }

        return found;
    }

    private void Refuse(Sample sample, string code)
    {
        _skipped.Add(Messages);
        var at = _refused.FindIndex(refused => refused.Code == code);
        if (at < 0) _refused.Add(new RefusedSamples(code, 1, sample.Place));
        else _refused[at] = _refused[at] with { Count = _refused[at].Count + 1 };
        if (code != NotJson || Text.Run([sample.Body!]) is not [{ Documents: [var text] } screened]) return;
        _envelopesOfText.Add(screened);
        if (Texts.Count == 0) Guess = PayloadGuess.Of(text);
        Texts.Add(JsonSerializer.SerializeToElement(text));
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
