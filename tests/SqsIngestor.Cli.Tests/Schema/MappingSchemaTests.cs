using System.Text.Json;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Yaml;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Schema;

/// <summary>The JSON Schema of the language, against the readers of the compiler.</summary>
public class MappingSchemaTests
{
    /// <summary>Opens every kind of mapping that the language has; what the columns mean does not matter here.</summary>
    private const string EveryForm = """
        version: 1
        descriptor: orders.binpb
        payload:
          decode:
            [{ unwrap: sns, when: auto }, { decode: gzip, when: auto }, { protobuf: a.B },
             { decode: csv, names: [a], delimiter: ';' }, { decode: avro, schema: a.avsc, framing: none },
             { unwrap: kinesis, data: text }]
          limits: { max_bytes: 8MiB, max_depth: 64 }
          on_error: drop
        verify: { md5_of_body: warn, md5_of_message_attributes: fail }
        defaults: { on_missing: to_null, on_null: to_null, on_error: fail }
        match: first
        unrouted: drop
        on_record_error: quarantine
        on_filter_error: fail
        enums: { status: { NEW: NEW } }
        quarantine: { table: main.ops.quarantine, max_body: 256KiB }
        tables:
          - table: main.sales.orders
            message: sales.Orders
            when: body.type == 'x'
            explode: { path: "$.body.lines[*]", as: line, empty: skip, max_rows: 1000 }
            auto: { from: $.body, names: snake_to_camel }
            columns:
              a: $.body.a
              b: { from: [$.body.a, $.body.b], default: 0, on_missing: fail, on_null: skip_row, on_error: rescue, strict: true }
              c: { const: 1 }
              d: { concat: [$.body.a, ":", 1] }
              e: { expr: "body.a == 1" }
              f: { from: $.body.f, fields: { g: $.body.f.g } }
              h: { each: $.body.h, fields: { i: $.item.i } }
              j: { each: $.body.h, value: $.item }
              k: { entries: $.body.k, key: $.key, value: { from: $.value } }
              l: { from: $.body.l, as: "decimal(18,2)", round: fail }
              m: { from: $.body.m, as: timestamp, formats: [rfc3339, epoch_ms], zone: "+01:00" }
              n: { from: $.body.n, enum: status, fold_case: true, transform: [trim, upper], null_items: drop }
              o: { rescued: { scope: [line, body], exclude: [$.body.schema] } }
            ignore: [legacy]
        tests:
          - name: a
            clock: 2026-03-01T12:00:00Z
            body: { a: 1 }
            attributes: { x: y }
            message_attributes: { n: 1 }
            expect: { main.sales.orders: [{ a: 1 }] }
            expect_error: { code: null, column: a }
          - { name: b, event: { file: x.json }, expect_error: [{ code: missing }] }
        """;

    private const string OneTable =
        "version: 1\ndescriptor: x.binpb\ntable: a.b.c\nmessage: m\nwhen: true\nauto: { from: $.body }\ncolumns: {}\nignore: x\n";

    private static readonly JsonElement Schema =
        JsonDocument.Parse(RepositoryFiles.Read("src", "SqsIngestor.Cli", "Schema", "mapping.schema.json")).RootElement;

    public static TheoryData<string> Examples() =>
        [.. Directory.GetFiles(RepositoryFiles.PathOf("mappings"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Fact]
    public void Schema_KeysOfEveryKindOfMapping_AreThoseThatTheReadersKnow()
    {
        var known = new Dictionary<string, HashSet<string>>();
        foreach (var yaml in new[] { EveryForm, OneTable })
        {
            new MappingReader(new DiagnosticBag("mapping.yaml", yaml) { KnownKeys = known }, withTests: true).Read(Parse(yaml));
        }

        var described = Schema.GetProperty("$defs")
            .EnumerateObject()
            .Select(d => d.Value)
            .Prepend(Schema)
            .Where(d => d.TryGetProperty("title", out _))
            .ToDictionary(
                d => d.GetProperty("title").GetString()!,
                d => d.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToHashSet());
        Assert.Equal(known.Keys.Order(), described.Keys.Order());
        Assert.All(known, kind => Assert.Equal(kind.Value.Order(), described[kind.Key].Order()));
    }

    [Fact]
    public void Keys_OfEveryMappingOutsideOfColumns_AreInTheCatalog()
    {
        var known = new Dictionary<string, HashSet<string>>();
        foreach (var yaml in new[] { EveryForm, OneTable })
        {
            new MappingReader(new DiagnosticBag("mapping.yaml", yaml) { KnownKeys = known }, withTests: true).Read(Parse(yaml));
        }
        var places = new Dictionary<string, string>
        {
            ["a mapping file"] = "",
            ["'explode'"] = "explode.",
            ["'auto'"] = "auto.",
            ["'defaults'"] = "defaults.",
            ["'payload'"] = "payload.",
            ["'limits'"] = "payload.limits.",
            ["'verify'"] = "verify.",
            ["'quarantine'"] = "quarantine.",
        };
        var keys = places.SelectMany(place => known[place.Key].Select(key => place.Value + key)).ToHashSet();
        keys.ExceptWith(places.Values.Where(place => place.Length > 0).Select(place => place.TrimEnd('.')));

        Assert.Equal(keys.Order(), MappingKeyCatalog.All.Select(key => key.Path).Order());
    }

    [Fact]
    public void Schema_FileInTheRepository_IsWhatTheProgramWrites()
    {
        var actual = File.ReadAllText(RepositoryFiles.PathOf("src", "SqsIngestor.Cli", "Schema", "mapping.schema.json"));

        Assert.True(MappingSchema.Write() == actual, $"mapping.schema.json is out of date. Run: {MappingSchema.Command}");
    }

    [Fact]
    public void Schema_EveryWordOfTheCatalogs_Fits()
    {
        var payloads = LanguageReference.PayloadSteps.Select(row => $"payload: {{ {row.Example.Mapping} }}\ncolumns: {{}}");
        var transforms = LanguageReference.Transforms.Select(
            row => $"columns: {{ a: {{ from: $.body.v, transform: ['{row.Example.Mapping}'] }} }}");
        var others = LanguageReference.Meanings.Concat(LanguageReference.TimeFormats).Select(row => row.Example.Mapping)
            .Concat(ColumnOptionCatalog.Round.Words.Select(word => $"round: {word}"))
            .Select(option => $"columns: {{ a: {{ from: $.body.v, {option} }} }}");

        Assert.All(
            payloads.Concat(transforms).Concat(others), yaml => Assert.Empty(Validate($"version: 1\ndescriptor: x\n{yaml}")));
    }

    [Fact]
    public void Schema_EveryForm_Fits() => Assert.Empty(Validate(EveryForm));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Schema_ExampleMapping_Fits(string name) =>
        Assert.Empty(Validate(File.ReadAllText(RepositoryFiles.PathOf("mappings", name))));

    [Theory]
    [InlineData("version: 1", "/: required")]
    [InlineData("version: 2\ndescriptor: x", "/version: anyOf")]
    [InlineData("version: 1\ndescriptor: x\ncolums: {}", "/colums: unknown")]
    [InlineData("version: 1\ndescriptor: x\ncolumns: { a: b }", "/columns/a: anyOf")]
    [InlineData("version: 1\ndescriptor: x\ncolumns: { a: { from: $.x, on_eror: fail } }", "/columns/a: anyOf")]
    [InlineData("version: 1\ndescriptor: x\nexplode: { path: $.body.x, as: x, max_rows: 0 }", "/explode/path: pattern")]
    [InlineData("version: 1\ndescriptor: x\ntests: [{ name: a, body: x }]", "/tests/0: anyOf")]
    public void Schema_WrongMapping_DoesNotFit(string yaml, string place) =>
        Assert.Contains(place.Replace("/:", ":", StringComparison.Ordinal), Validate(yaml));

    private static IReadOnlyList<string> Validate(string yaml)
    {
        using var document = JsonDocument.Parse(YamlJson.Text(Parse(yaml)));
        return new JsonSchema(Schema).Validate(document.RootElement);
    }

    private static YamlNode Parse(string yaml)
    {
        var bag = new DiagnosticBag("mapping.yaml", yaml);
        var node = YamlTreeReader.Read(yaml, new VariableSubstitution(_ => "value"), bag);
        Assert.Empty(bag.ToList());
        return node!;
    }
}
