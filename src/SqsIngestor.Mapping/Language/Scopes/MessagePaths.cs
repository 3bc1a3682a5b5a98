using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Paths;
using SqsIngestor.Mapping.Records.Sources;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>Paths of the message in the queue: <c>$.message</c> and <c>$.attr</c>.</summary>
/// <param name="payload">The parts of the message and of the payload that are kept.</param>
/// <param name="unwrapsSns">The attributes of notifications of SNS are <c>$.attr</c> too.</param>
/// <param name="problems">Gets the paths that cannot find a value.</param>
internal sealed class MessagePaths(PayloadPaths payload, bool unwrapsSns, PathProblems problems)
{
    private const string Attributes = "attributes";
    private const string MessageAttributes = "messageAttributes";

    private static readonly string[] Names =
    [
        "messageId", "receiptHandle", "body", "md5OfBody", "md5OfMessageAttributes", Attributes, MessageAttributes,
        "eventSource", "eventSourceARN", "awsRegion",
    ];

    /// <summary>The members that are text, with nothing below them.</summary>
    public static IEnumerable<string> TextNames => Names.Where(IsText);

    /// <summary>The members that are objects.</summary>
    public static IEnumerable<string> ObjectNames => Names.Where(static name => !IsText(name));

    /// <summary>The type of <c>message</c> in expressions.</summary>
    public static CelType Type { get; } =
        CelType.Record(Names.ToDictionary(name => name, name => IsText(name) ? CelType.String : CelType.Dyn));

    public ResolvedPath? Resolve(SourcePath path)
    {
        if (path.Steps.Count > 1 && !Names.Contains(path.Steps[1].Name))
        {
            var found = path.Steps[1].ToPointerToken();
            return problems.Unknown(path, found, Names, $"a message has no '{found}'; it has");
        }
        var isText = path.Steps.Count > 1 && IsText(path.Steps[1].Name);
        if (isText && path.Steps.Count > 2)
        {
            problems.Add(
                path, $"message.{path.Steps[1].Name} is text; a path cannot go below it",
                path.Steps[1].Name == "body" ? "the parsed body is $.body" : null);
            return null;
        }
        var place = PathWalk.Place(payload.Message, path, 1);
        var source = new MessageSource(place.Slot, path.ToPointer(), PathWalk.Way(payload.Message, path, 1));
        return new(source, place, TypesOf(path, isText));
    }

    private static bool IsText(string? name) => name is not (Attributes or MessageAttributes);

    /// <summary>The types of a place in a message, by the form of the events of SQS.</summary>
    private static ValueTypes TypesOf(SourcePath path, bool isText) => path.Steps switch
    {
        _ when isText => ValueTypes.Text,
        [_] or [_, _] => ValueTypes.Object,
        [_, { Name: Attributes }, { Name: not null }] => ValueTypes.Text,
        [_, { Name: MessageAttributes }, { Name: not null }] => ValueTypes.Object,
        _ => ValueTypes.Any,
    };

    public ResolvedPath? ResolveAttribute(SourcePath path)
    {
        if (path.Steps is not [_, { Name: { } name }])
        {
            problems.Add(
                path, "attr needs the name of one message attribute, with nothing after it", "$.attr.name, or $.attr['a name']");
            return null;
        }
        var attribute = payload.Message.Member(MessageAttributes).Member(name);
        var token = path.Steps[1].ToPointerToken();
        var own = new MessageAttributeSource(
            new(
                attribute.Slot, attribute.Member("dataType").Slot, attribute.Member("stringValue").Slot,
                attribute.Member("binaryValue").Slot),
            $"/message/{MessageAttributes}/{token}");
        ValueSource source = unwrapsSns ? new AnyAttributeSource(own, ResolveWrapped(name, token)) : own;
        return new(source, null, ValueTypes.Text | ValueTypes.Number | ValueTypes.Bytes);
    }

    private WrappedAttributeSource ResolveWrapped(string name, string token)
    {
        var sns = EnvelopeCatalog.Sns;
        var attribute = payload.UseEnvelope(sns).Member("MessageAttributes").Member(name);
        var value = attribute.Member("Value").Slot;
        return new(
            sns.Index, new(attribute.Slot, attribute.Member("Type").Slot, value, value),
            $"/envelope/{sns.Word}/MessageAttributes/{token}");
    }
}
