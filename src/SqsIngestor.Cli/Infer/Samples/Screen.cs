using System.Text.Json;
using System.Text;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Json;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Cli.Infer.Samples;

/// <summary>What the function makes of a body.</summary>
/// <param name="Code">The code of its record error; null if it can be read.</param>
/// <param name="Documents">The documents, as JSON; for text, the text.</param>
/// <param name="Envelopes">The words of the envelopes that were removed.</param>
internal sealed record ScreenedBody(string? Code, IReadOnlyList<string> Documents, IReadOnlyList<string> Envelopes)
{
    /// <summary>Whether a removed envelope need not carry data.</summary>
    public bool MayLackData => LanguageReference.PayloadShapes.Any(shape => shape.MayLackData && Envelopes.Contains(shape.Word));

    /// <summary>Whether it makes a row for each element of an array, and has too many.</summary>
    public bool HasTooManyRows =>
        // An element has at least two characters and a comma.
        Documents.Where(each => each.Length > 3 * MappingLimits.MaxExplodedRows).Any(
            text =>
            {
                using var json = SampleJson.Parse(text);
                return json.RootElement is { ValueKind: JsonValueKind.Array } array
                    && array.GetArrayLength() > MappingLimits.MaxExplodedRows
                    && array.EnumerateArray().All(element => element.ValueKind == JsonValueKind.Object);
            });

    /// <summary>The members of the envelopes that a row keeps, as JSON, by the word of the envelope and their names.</summary>
    public IReadOnlyList<(string Word, string Name, string Json)> Members { get; init; } = [];
}

/// <summary>Reads bodies with payload steps, as the function does.</summary>
internal sealed class Screen
{
    /// <summary>The last step for text.</summary>
    public const string Text = "text";

    /// <summary>The document of a message that has none.</summary>
    public const string Nothing = "null";

    private readonly IReadOnlyList<PayloadShape> _envelopes;
    private readonly MappingPlan _plan;

    /// <param name="envelopes">Envelopes that are removed where they are, outermost first.</param>
    /// <param name="last">The steps after them.</param>
    public Screen(IReadOnlyList<PayloadShape> envelopes, string last) =>
        (_envelopes, Last, _plan) = (envelopes, last, Compile(envelopes, last));

    /// <summary>The steps after the envelopes.</summary>
    public string Last { get; }

    /// <summary>Reads each of the bodies.</summary>
    public IReadOnlyList<ScreenedBody> Run(IReadOnlyList<string> bodies) =>
        [.. EventInspector.Run(_plan, EventInput.OfBodies(bodies), DateTimeOffset.UnixEpoch).Select(Of)];

    private ScreenedBody Of(InspectedMessage message)
    {
        if (message.Outcome != EncodeOutcome.Rows) return new(message.Error!.Code.ToText(), [], []);
        var (documents, envelopes) = (new List<string>(), new List<string>());
        IReadOnlyList<(string Word, string Name, string Json)> members = [];
        foreach (var row in message.Rows)
        {
            using var json = JsonDocument.Parse(new RecordInspector(_plan, row.Table).ToJson(row.Record.Span));
            // A document that is null has no value.
            documents.Add(Member(json.RootElement, "body") ?? Nothing);
            envelopes = [.. _envelopes.Select(each => each.Word).Where(word => Member(json.RootElement, word) is not null)];
            members = [.. envelopes.SelectMany(word => Members(word, Member(json.RootElement, word)!))];
        }

        // A path of a mapping cannot name such a member, and a column cannot have such a text.
        return (Last == Text || documents.TrueForAll(JsonMembers.IsWellFormed))
            && members.All(member => JsonMembers.IsWellFormed(member.Json) && member.Name != JsonMembers.NoText)
            ? new(null, documents, envelopes) { Members = members }
            : new(RecordErrorCode.TextEncoding.ToText(), [], []);
    }

    /// <summary>The members of an envelope that a row keeps; of a name twice, the last.</summary>
    private static IReadOnlyList<(string Word, string Name, string Json)> Members(string word, string envelope)
    {
        using var json = SampleJson.Parse(envelope);
        var members = new OrderedDictionary<string, string>();
        foreach (var member in json.RootElement.EnumerateObject())
        {
            var name = JsonMembers.NameOf(member);
            if (EnvelopeMember.IsKept(word, name)) members[name] = member.Value.GetRawText();
        }

        return [.. members.Select(member => (word, member.Key, member.Value))];
    }

    private static string? Member(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static MappingPlan Compile(IReadOnlyList<PayloadShape> envelopes, string last)
    {
        string[] steps = [.. envelopes.Select(each => $"{{ unwrap: {each.Word}, when: auto }}"), last];
        string[] columns =
        [
            $"body: {{ from: $.body{(last == Text ? "" : ", as: json")} }}",
            .. envelopes.Select(each => $"{each.Word}: {{ from: $.envelope.{each.Word}, as: json }}"),
        ];
        var mapping = $$"""
            version: 1
            descriptor: screen.binpb
            table: main.default.screen
            payload: { decode: [{{string.Join(", ", steps)}}] }
            columns: { {{string.Join(", ", columns)}} }
            """;
        string[] names = ["body", .. envelopes.Select(each => each.Word)];
        var table = new CatalogTable(
            new TableName("main", "default", "screen"),
            [.. names.Select(name => new Column(name, new ScalarType(DeltaKind.String)))]);
        var set = ProtoSet.Write(new() { File = { TableFile.Build(table, "screen.proto") } });
        return MappingCompiler.Compile(
            Encoding.UTF8.GetBytes(mapping), "screen.yaml",
            new MappingCompilerOptions { Descriptors = name => new DescriptorFile(name, set) }).Plan!;
    }
}
