using SqsIngestor.Catalog.Types;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>A member of an envelope that a row keeps.</summary>
/// <param name="Word">The envelope, as the word of <c>unwrap</c>.</param>
/// <param name="Name">The name of the member.</param>
/// <param name="Type">
/// The type that the service, or the specification of the envelope, gives it; null for a member that another program added.
/// </param>
/// <param name="IsUsual">Whether it has a column also if no sample has it.</param>
internal sealed record EnvelopeMember(string Word, string Name, DeltaType? Type, bool IsUsual = true)
{
    private static readonly DeltaType Text = new ScalarType(DeltaKind.String);
    private static readonly DeltaType Time = new ScalarType(DeltaKind.Timestamp);

    /// <summary>The members that services and specifications define, in the order of the columns.</summary>
    private static readonly EnvelopeMember[] Known =
    [
        new("sns", "MessageId", Text),
        new("sns", "TopicArn", Text),
        new("sns", "Subject", Text, IsUsual: false),
        new("sns", "Timestamp", Time),
        new("sns", "SequenceNumber", Text, IsUsual: false),
        new("eventbridge", "id", Text),
        new("eventbridge", "source", Text),
        new("eventbridge", "detail-type", Text),
        new("eventbridge", "time", Time),
        new("eventbridge", "account", Text, IsUsual: false),
        new("eventbridge", "region", Text, IsUsual: false),
        new("eventbridge", "resources", new ArrayType(Text), IsUsual: false),
        new("cloudevents", "id", Text),
        new("cloudevents", "source", Text),
        new("cloudevents", "type", Text),
        new("cloudevents", "subject", Text),
        new("cloudevents", "time", Time),
        new("cloudevents", "dataschema", Text, IsUsual: false),
    ];

    /// <summary>
    /// What a row needs no column for: the data, how it is written, and the signatures. Attributes in a notification have
    /// comments of their own.
    /// </summary>
    private static readonly HashSet<(string Word, string Name)> LeftOut =
    [
        ("sns", "Type"), ("sns", "Message"), ("sns", "MessageAttributes"), ("sns", "SignatureVersion"), ("sns", "Signature"),
        ("sns", "SigningCertURL"), ("sns", "UnsubscribeURL"),
        ("eventbridge", "version"), ("eventbridge", "detail"),
        ("cloudevents", "specversion"), ("cloudevents", "datacontenttype"), ("cloudevents", "data"),
        ("cloudevents", "data_base64"),
    ];

    /// <summary>The path of the envelope.</summary>
    public string Path => PathOf(Word);

    /// <summary>The path of an envelope.</summary>
    public static string PathOf(string word) => $"$.envelope.{word}";

    /// <summary>Whether a row keeps a member.</summary>
    public static bool IsKept(string word, string name) => !LeftOut.Contains((word, name));

    /// <summary>The members of an envelope that have columns.</summary>
    /// <param name="word">The envelope.</param>
    /// <param name="seen">The names that samples have, of those that a row keeps.</param>
    public static IEnumerable<EnvelopeMember> Of(string word, IReadOnlyCollection<string> seen)
    {
        var known = Known.Where(member => member.Word == word).ToList();
        return known.Where(member => member.IsUsual || seen.Contains(member.Name))
            .Concat(
                seen.Where(name => !known.Exists(member => member.Name == name))
                    .Select(name => new EnvelopeMember(word, name, null, IsUsual: false)));
    }
}
