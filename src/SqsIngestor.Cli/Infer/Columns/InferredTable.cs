using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Samples;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads;

namespace SqsIngestor.Cli.Infer.Columns;

/// <summary>A column of the table and where it comes from.</summary>
/// <param name="Field">Its name, type and values.</param>
/// <param name="Path">The start of its path, such as <c>$.body</c>.</param>
/// <param name="IsWhole">Whether the path is that of the value, and not that of the object whose member it is.</param>
internal sealed record TableColumn(InferredField Field, string Path, bool IsWhole = false)
{
    /// <summary>Whether it comes from an envelope, and not from a document.</summary>
    public bool IsOfEnvelope => Path.StartsWith("$.envelope", StringComparison.Ordinal);
}

/// <summary>How the body of a message becomes <c>$.body</c>.</summary>
/// <param name="Shapes">What the messages are.</param>
/// <param name="Messages">All messages.</param>
/// <param name="Last">The steps after the envelopes, such as <c>json</c>.</param>
internal sealed record InferredPayload(IReadOnlyList<FoundShape> Shapes, long Messages, string Last)
{
    /// <summary>The record error of the test event of S3.</summary>
    public const string TestEvent = "s3_test_event";

    /// <summary>Whether the payload is text that is not JSON.</summary>
    public bool IsText => Last == Screen.Text;

    /// <summary>The shape whose unwrap gives the documents; null for none.</summary>
    public PayloadShape? Documents =>
        IsText ? null : Shapes.FirstOrDefault(each => each is { IsUsed: true, Shape.IsEnvelope: false })?.Shape;

    /// <summary>The record errors of messages that the mapping drops, because they have no data.</summary>
    public IEnumerable<string> Dropped =>
        new[] { Documents?.Empty, HasTestEvents ? TestEvent : null }.OfType<string>().Distinct();

    /// <summary>Whether a message is the test event of S3.</summary>
    public bool HasTestEvents { get; init; }

    /// <summary>What the text may be; null for nothing known.</summary>
    public string? Guess { get; init; }

    /// <summary>The attributes of the messages: names, types, and how many messages have them.</summary>
    public IReadOnlyList<(string Name, string Type, long Count)> Attributes { get; init; } = [];

    /// <summary>The values of the members of envelopes that a row keeps, by the word of the envelope and their names.</summary>
    public IReadOnlyDictionary<(string Word, string Name), ValueEvidence> EnvelopeValues { get; init; } =
        new Dictionary<(string Word, string Name), ValueEvidence>();

    /// <summary>The messages whose envelope has no data: a row each, without values of the body.</summary>
    public long WithoutData { get; init; }

    /// <summary>The envelopes, outermost first: the word of <c>unwrap</c>, and whether each message has it.</summary>
    public IEnumerable<(string Word, bool IsAlways)> Envelopes =>
        Shapes.Where(each => each is { IsUsed: true, Shape.IsEnvelope: true })
            .Select(each => (each.Shape.Word, each.Messages == Messages));

    /// <summary>Whether each message has what a path starts with: the body, or an envelope.</summary>
    public bool IsAlwaysThere(string path) =>
        !Envelopes.Any(envelope => !envelope.IsAlways && path == $"$.envelope.{envelope.Word}");
}

/// <summary>The table that messages need.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Payload">How bodies are read.</param>
internal sealed record InferredTable(IReadOnlyList<TableColumn> Columns, InferredPayload Payload)
{
    /// <summary>The alias of the elements if each body is an array of objects; null otherwise.</summary>
    public const string Alias = "element";

    /// <summary>The rows of each message, at most; null if a message is a row.</summary>
    public int? MostRows { get; private init; }

    /// <summary>How many rows the samples make.</summary>
    public long Rows { get; private init; }

    /// <summary>Whether the body is one column.</summary>
    public bool IsWhole => Columns is [.., { IsWhole: true }];

    /// <summary>Whether an object has a name twice, so that counting values does not tell in how many objects they are.</summary>
    public bool HasDuplicates { get; private init; }

    // A body that is null has no members.
    private static bool IsOfObjects(ValueEvidence bodies) =>
        bodies.Objects > 0 && bodies.Objects + bodies.Nulls == bodies.Count && TypeChoice.HasFields(bodies);

    private static bool IsOfArrays(ValueEvidence bodies) =>
        bodies.Arrays > 0 && bodies.Arrays + bodies.Nulls == bodies.Count
            && bodies.Element is { } element && element.Objects == element.Count && TypeChoice.HasFields(element);

    /// <summary>Chooses the columns, and leaves out of the samples those that the columns refuse.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="keepsNames">Keeps the names of members, instead of changing them to snake case.</param>
    public static InferredTable Of(SampleSet samples, bool keepsNames)
    {
        var bodies = samples.Bodies;
        if (IsOfObjects(bodies)) samples.LeaveOutNulls(RecordErrorCode.WrongType);
        if (IsOfArrays(bodies)) samples.LeaveOutNulls(RecordErrorCode.Null);
        var payload = new InferredPayload(samples.Shapes, samples.Used, samples.Last)
        {
            Guess = samples.IsText ? samples.Guess : null,
            HasTestEvents = samples.Refused.Any(refused => refused.Code == InferredPayload.TestEvent),
            Attributes = samples.Attributes.Seen,
            EnvelopeValues = samples.Envelopes.Values,
            WithoutData = samples.WithoutData,
        };
        return Of(bodies, payload, keepsNames);
    }

    /// <param name="bodies">The bodies without their envelopes.</param>
    /// <param name="payload">How they are read.</param>
    /// <param name="keepsNames">Keeps the names of members, instead of changing them to snake case.</param>
    private static InferredTable Of(ValueEvidence bodies, InferredPayload payload, bool keepsNames)
    {
        var taken = new HashSet<string>();
        var columns = new List<TableColumn>();
        var choice = new TypeChoice(keepsNames);
        foreach (var member in payload.Envelopes.SelectMany(envelope => Members(envelope.Word, payload)))
        {
            var values = payload.EnvelopeValues.GetValueOrDefault((member.Word, member.Name))
                ?? new ValueEvidence(new EvidenceBudget(false));
            var wanted = $"{member.Word}_{ColumnNaming.Snake(member.Name)}";
            var name = ColumnNaming.Unused(wanted, taken);
            var field = new InferredField(name, member.Name, EnvelopeTypes.Of(member, choice, values), values)
            {
                Clash = name == wanted ? null : wanted,
                HasOtherName = name != wanted,
            };
            columns.Add(new TableColumn(field, member.Path));
        }

        if (IsOfObjects(bodies))
        {
            columns.AddRange(choice.Fields(bodies, 0, taken).Select(field => new TableColumn(field, "$.body")));
            return new InferredTable(columns, payload)
            {
                Rows = bodies.Objects + payload.WithoutData,
                HasDuplicates = bodies.HasDuplicates,
            };
        }

        if (IsOfArrays(bodies))
        {
            var element = bodies.Element!;
            columns.AddRange(choice.Fields(element, 0, taken).Select(field => new TableColumn(field, $"$.{Alias}")));
            return new InferredTable(columns, payload)
            {
                MostRows = bodies.MostElements,
                Rows = element.Count + payload.WithoutData,
                HasDuplicates = bodies.HasDuplicates,
            };
        }

        var whole = payload.IsText
            ? ScalarTypes.Scalar(DeltaKind.String)
                .Note("text" + (payload.Guess is { } guess ? $"; {guess}" : ""))
            : choice.Choose(bodies, "body");
        columns.Add(new TableColumn(new InferredField(ColumnNaming.Unused("body", taken), "", whole, bodies), "$.body", true));
        return new InferredTable(columns, payload)
        {
            Rows = bodies.Count + payload.WithoutData,
            HasDuplicates = bodies.HasDuplicates,
        };
    }

    private bool IsAlwaysThere(TableColumn column)
    {
        var count = column.Field.Evidence.Count - column.Field.Evidence.Nulls;
        // Messages that are left out later are in the count of an envelope.
        return column.IsOfEnvelope ? count == Payload.Messages : count >= Rows;
    }

    private static IEnumerable<EnvelopeMember> Members(string word, InferredPayload payload) =>
        EnvelopeMember.Of(
            word,
            [
                .. payload.EnvelopeValues.Where(each => each.Key.Word == word && each.Value.Count > each.Value.Nulls)
                    .Select(each => each.Key.Name),
            ]);

    /// <summary>The table in Unity Catalog.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="notNull">Declares columns that each sample has as NOT NULL.</param>
    public CatalogTable ToTable(TableName name, bool notNull) => new(
        name,
        [
            .. Columns.Select(
                (column, i) => new Column(column.Field.Name, column.Field.Type.Delta)
                {
                    Position = i,
                    Nullable = !notNull || HasDuplicates || !IsAlwaysThere(column),
                }),
        ]);
}
