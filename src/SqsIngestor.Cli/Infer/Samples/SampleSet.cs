using System.Text.Json;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>What the files of samples say. Reads them once, and holds a few messages at a time.</summary>
internal sealed class SampleSet
{
    /// <summary>The record error of a body that is not JSON.</summary>
    public static readonly string NotJson = RecordErrorCode.BodySyntax.ToText();

    private static readonly string NotText = RecordErrorCode.TextEncoding.ToText();

    private const int MostInBatch = 256;
    private const int MostCharactersInBatch = 4 * 1024 * 1024;

    private readonly TextSurvey _texts;
    private readonly ShapeSurvey _survey;
    private readonly Screen _screen;
    // What reads the schemas of the messages; null if they have none.
    private readonly ConnectDeclarations? _declarations;
    private readonly LeftOutSamples _leftOut = new();
    private readonly IReadOnlyList<SampleFile> _files;

    /// <param name="files">The files.</param>
    /// <param name="survey">The shapes of their messages.</param>
    /// <param name="texts">What says that bodies are text: null if that is to be found out.</param>
    /// <param name="keepsValues">Whether to keep examples of values.</param>
    private SampleSet(IReadOnlyList<SampleFile> files, ShapeSurvey survey, TextSurvey? texts, bool keepsValues)
    {
        (_files, _survey, IsText, _texts) = (files, survey, texts is not null, texts ?? new());
        _screen = IsText ? TextSurvey.Screen : survey.Choose();
        _declarations = !IsText && survey.Documents?.Word == ConnectDeclarations.Unwrap ? new() : null;
        Envelopes = new EnvelopeCount(keepsValues);
        Bodies = new ValueEvidence(new EvidenceBudget(keepsValues));
    }

    /// <summary>The files, with the number of messages of each.</summary>
    public List<(SampleFile File, long Messages)> Files { get; } = [];

    /// <summary>The bodies without their envelopes.</summary>
    public ValueEvidence Bodies { get; }

    /// <summary>The shapes of the messages.</summary>
    public IReadOnlyList<FoundShape> Shapes =>
    [
        .. Envelopes.Found,
        .. _survey.Found.Select(found => found with { IsUsed = found.IsUsed && !IsText }),
    ];

    /// <summary>What the members of the envelopes are.</summary>
    public EnvelopeCount Envelopes { get; }

    /// <summary>
    /// The messages whose envelope has no data, and need not: they make a row, and are not in <see cref="Bodies"/>.
    /// </summary>
    public long WithoutData { get; private set; }

    /// <summary>The steps after the envelopes.</summary>
    public string Last => _screen.Last;

    /// <summary>The attributes of the messages, also of those in an SNS envelope.</summary>
    public SampleAttributes Attributes { get; } = new();

    /// <summary>What the first body that is not JSON may be; null for nothing known.</summary>
    public string? Guess => _texts.Guess;

    /// <summary>How many bodies are JSON objects or arrays although the bodies are read as text.</summary>
    public long DocumentsAsText => IsText ? _texts.Documents : 0;

    /// <summary>All messages, refused ones too.</summary>
    public long Messages { get; private set; }

    /// <summary>The messages that make the table.</summary>
    public long Used => Messages - _leftOut.Count;

    /// <summary>Whether the bodies are read as text.</summary>
    public bool IsText { get; }

    /// <summary>The messages that no table takes, by code.</summary>
    public IReadOnlyList<RefusedSamples> Refused => _leftOut.ByCode;

    /// <summary>The messages with a name twice in an object, of which a path finds the last.</summary>
    public long Twice { get; private set; }

    /// <summary>The place of the first of them; null for none.</summary>
    public string? FirstTwice { get; private set; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="CliException">A file cannot be read, or no message can be used.</exception>
    public static SampleSet Read(IReadOnlyList<SampleFile> files, bool keepsValues)
    {
        var set = new SampleSet(files, Survey(files), null, keepsValues);
        set.ReadFiles();
        if (set._texts.AreTexts(set.Messages, files.All(file => file.KnowsBodies)))
        {
            set = new SampleSet(files, set._survey, set._texts, keepsValues);
            set.ReadFiles();
        }

        if (set.Messages == 0)
        {
            throw CliErrors.SamplesMissing.At(
                files[0].Name, "There is no message: the event is empty. Give at least one message.");
        }

        if (set._survey.OnlyWithoutData is { } shape)
        {
            throw CliErrors.SamplesUnusable.At(
                files[0].Name,
                $"No message has data: the function would refuse each with {shape.Empty}. A new subscription begins with such "
                    + $"messages ({shape.Title}). Give at least one with data.");
        }

        if (set.Used == 0)
        {
            var (code, _, first) = set._leftOut.ByCode[0];
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
    public void LeaveOutNulls(RecordErrorCode code) => _leftOut.AddNulls(code.ToText(), Envelopes);

    /// <summary>The bodies that make the table, again, some at a time.</summary>
    public IEnumerable<IReadOnlyList<Sample>> UsedBatches()
    {
        var ordinal = 0L;
        foreach (var batch in _files.SelectMany(file => Batches(file.Read())))
        {
            var used = new List<Sample>();
            foreach (var sample in batch)
            {
                if (!_leftOut.Contains(ordinal)) used.Add(sample);
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

    /// <summary>Runs work that reads all files once; a terminal shows how far it is.</summary>
    public static T WithProgress<T>(string title, IReadOnlyList<SampleFile> files, Func<T> work) => ProgressBar.Run(
        title, files.Sum(file => file.Length), () => files.Sum(file => file.Position), work);

    private void ReadFiles() => WithProgress("Reading the samples", _files, () =>
    {
        ReadEach();
        return Messages;
    });

    private void ReadEach()
    {
        foreach (var file in _files)
        {
            var before = Messages;
            foreach (var batch in Batches(file.Read())) Add(batch);
            Files.Add((file, Messages - before));
        }
    }

    private void Add(List<Sample> batch)
    {
        var bodies = Documents(batch);
        for (var i = 0; i < batch.Count; i++, Messages++)
        {
            Attributes.Add(batch[i].Attributes);
            if ((batch[i].Body is null ? NotText : bodies[i].Code) is { } code)
            {
                Refuse(batch[i], code);
            }
            else if (!IsText && bodies[i].HasTooManyRows)
            {
                Refuse(batch[i], RecordErrorCode.TooManyRows.ToText());
            }
            else
            {
                AddEnvelopes(batch[i], bodies[i]);
                if (IsText) AddText(bodies[i]);
                else AddDocuments(batch[i], bodies[i]);
            }
        }
    }

    private void AddEnvelopes(Sample sample, ScreenedBody screened)
    {
        Envelopes.Add(screened);
        if (screened.Envelopes.Count == 0) return;
        using var json = SampleJson.Parse(sample.Body!);
        Attributes.Add(SampleAttributes.Of(json.RootElement));
    }

    private void AddText(ScreenedBody screened)
    {
        foreach (var text in screened.Documents)
        {
            if (screened.MayLackData && text == Screen.Nothing) WithoutData++;
            else Bodies.Add(JsonSerializer.SerializeToElement(text));
        }
    }

    private void AddDocuments(Sample sample, ScreenedBody screened)
    {
        _texts.AddJson(screened);
        if (_declarations is not null)
        {
            foreach (var document in ShapeSurvey.WithoutUnwrap(sample.Body!))
            {
                if (_declarations.Read(document) is { } type) Bodies.Declare(type);
            }
        }

        var isTwice = false;
        foreach (var document in screened.Documents)
        {
            using var json = SampleJson.Parse(document);
            var isNull = json.RootElement.ValueKind == JsonValueKind.Null;
            if (isNull && screened.MayLackData)
            {
                WithoutData++;
                continue;
            }

            isTwice |= Bodies.Add(json.RootElement);
            if (isNull) _leftOut.AddNull(Messages, screened, sample.Place);
        }

        if (!isTwice) return;
        Twice++;
        FirstTwice ??= sample.Place;
    }

    /// <summary>The images of one row have the same members: what is known of one is known of all.</summary>
    private void ShareImages()
    {
        if (IsText || _survey.Documents is not { Images: { Count: > 0 } paths } shape) return;
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
        _leftOut.Add(Messages, code, sample.Place);
        if (code == NotJson && !IsText) _texts.AddOther(sample.Body!);
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
