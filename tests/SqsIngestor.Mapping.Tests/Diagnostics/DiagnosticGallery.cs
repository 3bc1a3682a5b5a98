using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Diagnostics;

/// <summary>A mapping for every diagnostic of the compiler, over the message Row of language.proto.</summary>
internal static class DiagnosticGallery
{
    private static readonly byte[] Descriptors = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "language.proto",
        "imported.proto");

    private static readonly string[] Fields = ["number", "rest", "text", "flag", "nested", "tag_list"];

    private static readonly (string Code, string Yaml)[] Cases =
    [
        ("MAP001", Row("text: $.body.t").Replace("rows.binpb", "missing.binpb")),
        ("MAP002", "version: 1\ncolumns: { text: $.body.t\n"),
        ("MAP003", "version: 1\n" + new string('#', MappingLimits.MaxFileBytes)),
        (
            "MAP004",
            "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, " +
            "*b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, " +
            "*e, *e, *e, *e, *e, *e]\n"),
        ("MAP005", "version: 1\ncolumns: " + new string('[', 100) + new string(']', 100) + "\n"),
        ("MAP006", Row("text: $.body.${STAGE}")),
        ("MAP007", Row("text: { const: '${AWS_SESSION_TOKEN}' }")),
        ("MAP101", Row("text: { from: $.body.t, on_mising: fail }")),
        ("MAP102", Row("text: $.body.a\n  text: $.body.b")),
        ("MAP103", "version: 1\ncolumns: { text: $.body.t }\n"),
        ("MAP104", Row("text: [$.body.a]")),
        ("MAP105", Row("text: { from: $.body.t, on_null: keep }")),
        ("MAP106", Row("text: $.body.t", "table: sales.orders\n")),
        ("MAP107", Row("text: { from: $.body.t, const: x }")),
        ("MAP201", Row("text: $.body.t").Replace("rows.binpb", "broken.binpb")),
        ("MAP202", Row("text: $.body.t").Replace("rows.binpb", "alone.binpb")),
        ("MAP203", Row("text: $.body.t").Replace("rows.binpb", "unlinked.binpb")),
        ("MAP204", Row("text: $.body.t").Replace("language.Row", "language.Rows")),
        ("MAP205", Row("text: $.body.t").Replace("message: tests.language.Row\n", "")),
        ("MAP206", Row("text: $.body.t")),
        ("MAP301", Row("text: $.body.lines[*].sku")),
        ("MAP302", Row("text: $.bdy.t")),
        ("MAP303", Row("text: $.body.t", "when: body.type = 'order'\n")),
        ("MAP304", Row("text: $.body.t", "when: body.n > 1 / 0\n")),
        ("MAP401", Row("txt: $.body.t")),
        ("MAP402", Row("text: $.body.t").Replace("number, ", "")),
        ("MAP403", Row("nested: { const: x }")),
        ("MAP404", Row("text: $.body.t").Replace("tests.language.Row", "tests.strict.Strict")),
        (
            "MAP405",
            "version: 1\ndescriptor: rows.binpb\nmessage: tests.language.Quarantine\ncolumns: { quarantined_at: $.body.at " +
            "}\nignore: [message_id, queue_arn, receive_count, table_name, code, column_name, pointer, body, body_truncated]\n"),
        (
            "MAP406",
            "version: 1\ndescriptor: rows.binpb\nmessage: tests.imported.Money\ncolumns: { currency: $.body.c }\nignore: " +
            "[cents, kind, history]\n"),
        ("MAP410", Row("text: $.line.sku", "explode: { path: \"$.body.lines[*]\", as: line }\n")),
        ("MAP411", Row("text: $.body.t", "when: 1 > 2\n")),
        ("MAP412", Row("number: { rescued: { scope: body } }")),
        ("MAP413", Row("text: { from: $.body.t, on_error: rescue }")),
        ("MAP414", Row("text: $.body.t", "on_record_error: quarantine\n")),
        ("MAP415", Row("text: $.body.t", "explode: { path: \"$.body.lines[*]\", as: body, max_rows: 5 }\n")),
        (
            "MAP416",
            "version: 1\ndescriptor: rows.binpb\nmessage: tests.imported.Node\ncolumns:\n  text: { from: $.body.t, default: " +
            "none }\n  data: $.body.d\nignore: [money]\n"),
        ("MAP417", Row("text: { from: [$.body.t, \"$.body['t']\"], transform: [] }", "match: first\n")),
        (
            "MAP418",
            Row("text: $.body.t").Replace(
                "ignore:", "  nested: $.body.n\n  rest: { rescued: { scope: body } }\nignore:", StringComparison.Ordinal)
                .Replace(", nested", "", StringComparison.Ordinal).Replace(", rest", "", StringComparison.Ordinal)),
        (
            "MAP419",
            Row("text: $.body.t").Replace(
                "ignore:", "  nested: { fields: { some_name: $.body.n } }\nignore:", StringComparison.Ordinal)
                .Replace(", nested", "", StringComparison.Ordinal)),
        ("MAP420", Row("number: { const: \"2026-03-01T12:00:00.1234567Z\", as: timestamp }")),
        ("MAP430", Row("text: { from: $.body.t, enum: statuss }", "enums: { status: { a: b } }\n")),
        (
            "MAP431",
            "version: 1\ndescriptor: rows.binpb\nmessage: tests.imported.Money\nenums: { kind: { c: CASHH } }\ncolumns: { " +
            "kind: { from: $.body.k, enum: kind } }\nignore: [currency, cents, history]\n"),
        ("MAP432", Row("text: { from: $.body.t, enum: e, fold_case: true }", "enums: { e: { New: A, NEW: B } }\n")),
        ("MAP433", Row("text: { from: $.body.t, zone: UTC }")),
        ("MAP434", Row("number: { from: $.body.t, as: timestamp, formats: HH:mm }")),
        ("MAP435", Row("number: { from: $.body.t, as: timestamp, zone: Europe/Berln }")),
        ("MAP436", Row("text: { from: $.body.t, as: \"decimal(2,18)\" }")),
        ("MAP437", Row("text: { from: $.body.t, transform: 'substring(1' }")),
        ("MAP438", Row("text: { from: $.body.t, transform: uper }")),
        ("MAP439", Row("text: { from: $.body.t, transform: 'split(1)' }")),
        ("MAP440", Row("text: { from: $.body.t, transform: [trim, first] }")),
        ("MAP450", Row("text: $.body.t", "payload: { decode: [base46, json] }\n")),
        ("MAP451", Row("text: $.body.t", "payload: { decode: [json, base64] }\n")),
        ("MAP452", Row("text: $.body.t", "payload: { decode: [{ decode: base64, when: auto }, json] }\n")),
        ("MAP453", Row("text: $.body.t", "payload: { decode: text }\n")),
        ("MAP454", Row("text: $.envelope.sns.TopicArn", "payload: { decode: json }\n")),
        ("MAP455", Row("text: $.body.t", "payload: { decode: [base64, { decode: avro, schema: unity.binpb }] }\n")),
        ("MAP600", Row("text: $.body.t") + "tests: [{ name: a, event: {}, body: {}, expect: {} }]\n"),
        ("MAP601", Row("text: $.body.t") + "tests: [{ name: a, body: {} }]\n"),
        (
            "MAP602",
            Row("text: $.body.t") + "tests:\n  - { name: a, body: {}, expect: {} }\n  - { name: a, body: {}, expect: {} }\n"),
        ("MAP603", Row("text: $.body.t") + "tests: [{ name: a, body: {}, expect: { main.raw.tset: [{ text: x }] } }]\n"),
        ("MAP604", Row("text: $.body.t") + "tests: [{ name: a, body: {}, expect: [{ texte: x }] }]\n"),
        ("MAP605", Row("text: $.body.t") + "tests: [{ name: a, body: {}, expect_error: { code: wrong_tpe } }]\n"),
    ];

    public static IEnumerable<(string Code, IReadOnlyList<Diagnostic> Diagnostics)> All() =>
        Cases.Select(
            c =>
            (
                c.Code,
                MappingCompiler.Compile(System.Text.Encoding.UTF8.GetBytes(c.Yaml), "mapping.yaml", new MappingCompilerOptions
                {
                    TableName = c.Code == "MAP106" ? null : "main.raw.test",
                    Descriptors = name =>
                        name == "missing.binpb"
                            ? new DescriptorFile(name, null, "it does not exist")
                            : new DescriptorFile(name, Set(name)),
                    Variables = _ => null,
                    Types = c.Code == "MAP206"
                        ? (_, _) => new TableTypes(
                            new Dictionary<string, ColumnType>(), ["text: uint64 has no Delta type. Use int64."])
                        : null,
                }).Diagnostics));

    /// <summary>One column of Row, all others ignored.</summary>
    private static string Row(string column, string rest = "")
    {
        var ignored = Fields.Where(f => !column.StartsWith(f + ":", StringComparison.Ordinal));
        return $"version: 1\ndescriptor: rows.binpb\nmessage: tests.language.Row\n{rest}columns:\n  {column}\nignore: " +
            $"[{string.Join(", ", ignored)}]\n";
    }

    private static byte[] Set(string name) => name switch
    {
        "broken.binpb" => "not a descriptor"u8.ToArray(),
        "alone.binpb" =>
            Protoc.Compile(
                RepositoryFiles.PathOf(
                    "tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: false, "every_type.proto"),
        "unlinked.binpb" => new FileDescriptorSet
        {
            File =
            {
                new FileDescriptorProto
                {
                    Name = "a.proto",
                    MessageType =
                    {
                        new DescriptorProto
                        {
                            Name = "A",
                            Field = { new FieldDescriptorProto { Name = "f", Number = 1, TypeName = ".Nothing" } },
                        },
                    },
                },
            },
        }.ToByteArray(),
        _ => Strict(),
    };

    /// <summary>The messages of the files, and one with a column that must not be NULL.</summary>
    private static byte[] Strict()
    {
        var set = FileDescriptorSet.Parser.ParseFrom(Descriptors);
        var fields = Fields.Select((name, i) => new FieldDescriptorProto
        {
            Name = name,
            Number = i + 1,
            Type = FieldDescriptorProto.Types.Type.String,
            Label = name == "rest" ? FieldDescriptorProto.Types.Label.Required : FieldDescriptorProto.Types.Label.Optional,
        });
        set.File.Insert(
            0,
            new FileDescriptorProto
            {
                Name = "strict.proto",
                Package = "tests.strict",
                MessageType = { new DescriptorProto { Name = "Strict", Field = { fields } } },
            });
        return set.ToByteArray();
    }
}
