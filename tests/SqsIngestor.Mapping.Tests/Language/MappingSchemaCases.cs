using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Columns;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>Mappings that the JSON Schema must take, and values that it must refuse, as the compiler does.</summary>
internal static class MappingSchemaCases
{
    private const string Head = "version: 1\ndescriptor: every_type.binpb\n";
    private const string Message = "message: tests.every.EveryType\nauto: { from: $.body }\n";
    private const string Table = "table: main.sales.orders\n" + Message;
    // A message that texts can fill.
    private const string Texts = "table: main.sales.orders\nmessage: google.protobuf.Timestamp\nauto: { from: $.body }\n";
    private const string Quarantine = "on_record_error: quarantine\nquarantine: { table: main.ops.quarantine }\n";

    /// <summary>Every mapping that is shipped, with those of <c>init</c>, and every example of the catalogs.</summary>
    public static IEnumerable<(string Name, string Yaml)> Right
    {
        get
        {
            foreach (var file in Directory.GetFiles(RepositoryFiles.PathOf("mappings"), "*.yaml", SearchOption.AllDirectories))
            {
                yield return (file, File.ReadAllText(file));
            }
            var columns = ColumnFormCatalog.All.Select(form => form.Example)
                .Concat(ColumnOptionCatalog.All.Select(option => option.Example))
                .Concat(LanguageReference.Transforms.Select(row =>
                    $"a: {{ from: $.body.v, transform: ['{row.Example.Mapping}'] }}"))
                .Concat(LanguageReference.Meanings.Select(row => $"a: {{ from: $.body.v, {row.Example.Mapping} }}"))
                .Concat(LanguageReference.TimeFormats.Select(row => $"a: {{ from: $.body.v, as: date, {row.Example.Mapping} }}"));
            foreach (var column in columns) yield return (column, $"{Head}columns:\n  {column}\n");
            foreach (var row in LanguageReference.PayloadSteps)
            {
                yield return (row.Word, $"{Head}payload: {{ {row.Example.Mapping} }}\ncolumns: {{}}\n");
            }
        }
    }

    /// <summary>
    /// Mappings with a place, a text for the place with which the mapping compiles, and another with which it does not.
    /// </summary>
    public static IEnumerable<(string Mapping, string Right, string Wrong)> Values
    {
        get
        {
            foreach (var (place, right, wrong) in AllValues)
            {
                var mapping = place.StartsWith("version", StringComparison.Ordinal) ? place : Head + place;
                foreach (var each in wrong) yield return (mapping, right, each);
            }
        }
    }

    private static readonly (string Place, string Right, string[] Wrong)[] AllValues =
    [
        // `as` and its options
        (Column("string_value: { from: $.body.v, as: ? }"), "\"decimal(18,6)\"",
            [
                "\"decimal(18.6)\"", "\"decimal(18,6\"", "\"decimal(39,2)\"", "\"decimal(0,0)\"", "\"decimal(18)\"", "decimal",
                "numeric",
            ]),
        (Column("string_value: { from: $.body.v, as: ? }"), "uuid", ["uid", "UUID", "\"uuid()\"", "[uuid]"]),
        (Column("int64_value: { from: $.body.v, as: ? }"), "timestamp", ["timestmp", "\"timestamp(6)\"", "datetime"]),
        (Column("string_value: { from: $.body.v, as: \"decimal(9,2)\", round: ? }"), "half_even", ["half_up", "true"]),
        (Column("int64_value: { from: $.body.v, as: timestamp, formats: ? }"), "[rfc3339, epoch_ms]",
            ["[rfc3339, epoch_millis]", "rfc3399", "\"dd.MM\""]),
        (Column("int64_value: { from: $.body.v, as: timestamp, zone: UTC, formats: ? }"), "\"dd.MM.yyyy HH:mm\"",
            ["\"dd.MM.\"", "iso"]),
        (Column("int64_value: { from: $.body.v, as: timestamp, zone: ? }"), "\"+01:00\"",
            ["\"01:00\"", "\"+25:00\"", "\"+1\"", "\"Not a zone\""]),
        (Column("int64_value: { from: $.body.v, as: timestamp, not_before: ? }"), "2000-01-01",
            ["2000-13-01", "01.01.2000", "2000", "2000-01-01T25:00:00Z"]),
        (Column("int64_value: { from: $.body.v, as: timestamp, not_after: ? }"), "2099-12-31T23:59:59.5+01:00",
            ["2099-12", "never"]),

        // Transforms
        (Column("string_value: { from: $.body.v, transform: ? }"), "trim",
            ["uper", "\"trim(1)\"", "\"trim upper\"", "{ trim: 1 }"]),
        (Column("string_value: { from: $.body.v, transform: ? }"), "[trim, upper]", ["[trim, uper]", "[\"trim, upper\"]"]),
        (Column("string_value: { from: $.body.v, transform: ? }"), "\"substring(0, 3)\"",
            [
                "\"substring()\"", "\"substring(a)\"", "\"substring(-1)\"", "\"substring(0, 3, 4)\"", "\"substring(0, 3\"",
                "substring",
            ]),
        (Column("string_value: { from: $.body.v, transform: ? }"), "'replace(\"a\", \"\")'",
            ["'replace(\"a\")'", "'replace(\"\", \"a\")'", "'replace(a, b)'", "'replace(\"a\", \"b)'"]),
        (Column("string_value: { from: $.body.v, transform: ? }"), "[trim, substring(0, 3)]",
            ["[uper(0, 3)]", "[trim, substring(\"a\")]"]),
        (Column("string_value: { from: $.body.v, transform: ? }"), "\"truncate_bytes(4)\"", ["\"truncate_bytes(0)\""]),
        (Column("string_value: { from: $.body.v, transform: ? }"), "'regex_extract(\"a(?<b>.)\", \"b\")'",
            ["'regex_extract(1)'"]),

        // Paths
        (Column("string_value: ?"), "$.body.v",
            [
                "$.bdy.v", "body.v", "$", "$body", "$.body..v", "\"$.body.*\"", "\"$.body[*]\"", "\"$.body[01]\"",
                "\"$.body['v]\"",
                "\"$.body.a-b\"", "\"$.body.v.\"", "\"$.body.v \"", "\"$[0]\"", "$.line.v", "$.bodyv", "true", "5", "[]",
            ]),
        (Column("string_value: ?"), "\"$ ['body'][-1]['a b']\"", ["\"$.body['a' 'b']\"", "\"$.body[-0]\""]),
        (Column("string_value: { from: ? }"), "[$.body.a, $.body.b]", ["[$.body.a, $.bdy.b]", "[]", "[[$.body.a]]"]),
        (Column("string_value: ?"), "$.meta.requestId", ["$.meta.requestID", "$.meta", "$.meta.requestId.x", "\"$.meta[0]\""]),
        (Column("string_value: ?"), "$.queue.name", ["$.queue.nam", "$.queue", "$.queue.name.x"]),
        (Column("string_value: ?"), "$.message.messageId", ["$.message.messageID", "$.message.body.v", "\"$.message[0]\""]),
        (Column("string_value: ?"), "$.message.attributes.SenderId", ["$.message.attribute.SenderId"]),
        (Column("string_value: ?"), "$.attr.color", ["$.attr", "$.attr.color.x", "\"$.attr[0]\""]),
        (Column("string_value: ?"), "$.raw", ["$.raw.v", "$.row"]),
        ("payload: { decode: [{ unwrap: sns }, json] }\n" + Column("string_value: ?"), "$.envelope.sns.Subject",
            ["$.envelope.sqs.Subject", "$.envelope", "$.envelop.sns.Subject"]),

        // Columns
        (Column("string_value: { ? }"), "from: $.body.v",
            [
                "as: uuid", "from: $.body.v, const: a", "from: $.body.v, on_eror: fail", "from: $.body.v, value: $.body.v",
                "const: a, default: b", "expr: body.v, fields: {}", "const: [a]", "concat: [$.bdy.v]", "concat: []",
                "concat: [null]",
            ]),
        (Column("string_value: { from: $.body.v, on_error: ? }"), "to_null", ["ignore", "null", "true"]),
        (Column("string_value: { from: $.body.v, on_missing: ? }"), "fail", ["failed"]),
        (Column("int64_value: { from: $.body.v, strict: ? }"), "true", ["yes", "1"]),
        (Column("strings: { from: $.body.v, null_items: ? }"), "drop", ["skip", "null"]),
        (Column("strings: { each: $.body.v, ? }"), "value: $.item",
            ["default: a", "value: $.itm", "as: uuid, value: $.item", "value: $.item, fields: {}"]),
        (Column("by_number: { entries: $.body.v, ? }"), "value: $.value", ["key: $.key", "value: $.value, key: $.ky"]),
        (Column("node: { ? }"), "fields: { name: $.body.v }",
            ["fields: { name: $.bdy.v }", "fields: [name]", "fields: { name: { from: x } }"]),
        (Column("string_value: { rescued: { ? } }"), "scope: [body], exclude: $.body.v",
            ["exclude: $.body.v", "scope: [body], exclude: $.bdy.v", "scope: all, only: x"]),
        ("enums: ?\n" + Column("string_value: { from: $.body.v, enum: e }"), "{ e: { a: b } }",
            ["{ e: {} }", "{ e: [a, b] }", "{ e: { a: [b] } }"]),

        // Payload
        (Table + "payload: { decode: ? }", "[base64, gzip, json]", ["[base64, gzp, json]", "jsn", "[]", "{ decode: jsn }"]),
        (Table + "payload: { decode: [?, json] }", "{ unwrap: sns, when: auto }",
            [
                "{ unwrap: sqs, when: auto }", "{ unwrap: sns, when: always }", "{ unwrap: sns, decode: json }",
                "{ when: auto }", "{ unwrap: sns, wen: auto }",
            ]),
        (Texts + "payload: { decode: ? }", "{ decode: csv, delimiter: \";\" }",
            ["{ decode: csv, delimiter: \";;\" }", "{ decode: csv, delimiter: \"\\\"\" }", "{ decode: csv, delimiter: ü }"]),
        (Table + "payload: { decode: ? }", "{ unwrap: kinesis, data: text }", ["{ unwrap: kinesis, data: xml }"]),
        (Table + "payload: { limits: { max_depth: ? } }", "64", ["0", "513", "deep", "1.5"]),
        (Table + "payload: { limits: { max_bytes: ? } }", "8MiB", ["8MB", "0", "MiB", "-1", "1.5MiB"]),
        (Table + "payload: { on_error: ? }", "drop", ["dropp", "to_null", "{ s3_event: drop }", "{ default: dropp }"]),
        (Table + "payload: { ? }", "decode: json", ["decod: json"]),

        // Tables
        (Message + "table: ?", "main.sales.orders",
            ["sales.orders", "main.sales.or-ders", "main..orders", "a.main.sales.orders", "[a]"]),
        (Table + "on_record_error: quarantine\nquarantine: { table: ? }", "main.ops.quarantine",
            ["ops.quarantine", "main.ops.q/x"]),
        (Table + Quarantine.Replace(" }", ", max_body: ? }", StringComparison.Ordinal), "256KiB", ["256kB", "none"]),
        (Table + "explode: { path: ?, as: line, max_rows: 10 }", "\"$.body.lines[*]\"",
            ["$.body.lines", "\"$.bdy.lines[*]\"", "\"$.body.lines[*].x\"", "\"$.body[*][*]\""]),
        (Table + "explode: { path: \"$.body.lines[*]\", as: ?, max_rows: 10 }", "line", ["body", "item", "order-line", "1st"]),
        (Table + "explode: { path: \"$.body.lines[*]\", as: line, max_rows: ? }", "10", ["0", "many", "100001", "1.5"]),
        (Table + "explode: { path: \"$.body.lines[*]\", as: line, ? }", "max_rows: 10",
            ["empty: skip", "max_rows: 10, empty: drop", "max_rows: 10, absent: none"]),
        (Column("string_value: ?") + "\nexplode: { path: \"$.body.lines[*]\", as: line, max_rows: 10 }", "$.line.sku",
            ["$.meta.line", "line.sku", "$.line..sku"]),
        ("table: main.sales.orders\nmessage: tests.every.EveryType\nauto: { ? }", "from: $.body, names: snake_to_camel",
            ["from: $.body, names: camel", "names: same", "from: $.bdy"]),
        ("table: main.sales.orders\nmessage: tests.every.EveryType\n?", "auto: { from: $.body }",
            ["ignore: [node]", "columns: []", "columns:"]),
        ("tables: ?", $"[{{ table: main.sales.orders, {Flow} }}]",
            ["[]", $"[{{ {Flow} }}]", $"[{{ table: orders, {Flow} }}]", "{}"]),
        ($"tables: [{{ table: main.sales.orders, {Flow} }}]\n?", "match: first", ["match: one", "columns: {}", "when: true"]),
        (Table + "unrouted: ?\nwhen: body.a == 1", "drop", ["skip", "false"]),
        (Table + "on_record_error: ?", "drop", ["dropped"]),
        (Table + "on_filter_error: ?\nwhen: body.a == 1", "false", ["drop", "0"]),
        (Table + "when: ?", "body.a == 1", ["[body.a]", "{ a: 1 }"]),
        (Table + "defaults: { ? }", "on_null: fail", ["on_null: failed", "on_nul: fail", "default: 1"]),
        (Table + "verify: { md5_of_body: ? }", "warn", ["on", "true"]),
        (Table + "?", "ignore: [node]", ["ignored: [node]", "ignore: { node: true }", "x-note: a"]),
        (Table + "tests: [{ name: a, body: {}, ? }]", "expect: []",
            ["expects: []", "expect: [], event: {}", "expect: a", "expect: [], clock: now", "expect: [1]"]),
        (Table + "tests: [{ name: a, body: {}, expect_error: { code: ? } }]", "missing", ["mising", "none"]),
        ("version: ?\ndescriptor: every_type.binpb\n" + Table, "1", ["2", "one", "[1]"]),
        ("version: 1\n?\n" + Table, "descriptor: every_type.binpb",
            ["descriptors: every_type.binpb", "descriptor: [every_type.binpb]"]),
    ];

    private const string Flow = "message: tests.every.EveryType, auto: { from: $.body }";

    private static string Column(string column) => $"{Table}columns: {{ {column} }}";
}
