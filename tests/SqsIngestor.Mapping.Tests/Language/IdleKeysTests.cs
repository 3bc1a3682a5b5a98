using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;
using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>Every key, option and value acts, or the compiler says that it does not.</summary>
public sealed class IdleKeysTests
{
    private const string Text = "columns:\n  text: $.body.a\n";

    private static readonly byte[] Payloads = Protoc.Compile(
        RepositoryFiles.PathOf("tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "payload_types.proto",
        "every_type.proto");

    [Theory]
    // Options and their values.
    [InlineData("columns:\n  number: { from: $.body.a, as: timestamp, formats: epoch_ms, zone: \"+01:00\" }",
        "MAP433: 'zone' has no effect here; use it with times that can be without an offset")]
    [InlineData("columns:\n  number: { from: $.body.a, as: timestamp, formats: [epoch_s, yyyyMMddHHmmzzz], zone: UTC }",
        "MAP433: 'zone' has no effect here; use it with times that can be without an offset")]
    [InlineData("columns:\n  number: { from: $.meta.ingestTime, as: timestamp, zone: UTC }", "MAP433: 'zone' has no effect here")]
    [InlineData("columns:\n  number: { from: $.body.a, as: timestamp_ntz, formats: yyyyMMdd, zone: \"+01:00\" }",
        "MAP433: 'zone' has no effect here; use it with times that can have an offset")]
    [InlineData("columns:\n  number: { from: $.meta.ingestTime, as: timestamp, formats: epoch_ms }",
        "MAP433: 'formats' has no effect here; use it with a value of the message: this source is a time already")]
    [InlineData("columns:\n  number: { from: $.body.a, as: timestamp, formats: [epoch_ms, rfc3339, epoch_ms] }",
        "MAP417: 'epoch_ms' is listed twice")]
    [InlineData("columns:\n  text: { from: $.body.a, strict: false }", "MAP433: 'strict' is for numbers; 'text' takes string")]
    [InlineData("columns:\n  text: { from: $.body.a, as: uuid, strict: false }", "MAP433: 'strict' has no effect here")]
    [InlineData("columns:\n  text: { from: $.body.a, fold_case: false }", "MAP403: 'fold_case' is for the names of an enum")]
    [InlineData("columns:\n  number: { from: $.body.a, as: timestamp, fold_case: false }", "MAP433: 'fold_case' has no effect")]
    [InlineData("columns:\n  number: { from: $.meta.batchSize, on_missing: to_null }",
        "MAP433: 'on_missing' has no effect here: '$.meta.batchSize' always has a value")]
    [InlineData("columns:\n  number: { from: [$.body.a, $.meta.rowIndex], default: 1 }",
        "MAP433: 'default' has no effect here: one of the paths is never null")]
    [InlineData("columns:\n  text: { from: $.queue.name, on_null: fail }",
        "MAP433: 'on_null' has no effect here: '$.queue.name' is never null")]
    [InlineData("columns:\n  text: { from: $.body.a, transform: truncate_bytes(0) }",
        "MAP439: 'bytes' of truncate_bytes(bytes) must be at least 1")]
    [InlineData("columns:\n  texts: { entries: $.body.a, key: { const: k }, value: $.value }",
        "MAP403: 'texts.key' is the same for every entry, so an object with two members would fail")]
    // Policies for what never happens.
    [InlineData("columns:\n  text: { concat: [a, b], on_missing: fail }",
        "MAP433: 'on_missing' has no effect here: the value is the same for all messages")]
    [InlineData("columns:\n  text: { concat: [a, b], on_null: skip_row }", "MAP433: 'on_null' has no effect")]
    [InlineData("columns:\n  text: { concat: [a, $.meta.batchSize], on_missing: fail }",
        "MAP433: 'on_missing' has no effect here: each part of the text always has a value")]
    [InlineData("columns:\n  text: { concat: [a, $.meta.requestId], on_null: fail }",
        "MAP433: 'on_null' has no effect here: no part of it is ever null")]
    [InlineData("columns:\n  number: { expr: 1 + 2, on_error: to_null }",
        "MAP433: 'on_error' has no effect here: the value is the same for all messages")]
    [InlineData("columns:\n  text: { expr: '\"a\"', on_null: fail }", "MAP433: 'on_null' has no effect")]
    [InlineData("columns:\n  text: { from: $.meta.requestId, on_error: to_null }",
        "MAP433: 'on_error' has no effect here: '$.meta.requestId' always fits, if it is there")]
    [InlineData("columns:\n  text: { from: $.queue.fifo, on_error: to_null }", "MAP433: 'on_error' has no effect here")]
    [InlineData("columns:\n  number: { from: $.meta.ingestTime, as: timestamp, on_error: to_null }",
        "MAP433: 'on_error' has no effect here: '$.meta.ingestTime' always fits")]
    [InlineData("columns:\n  numbers: { each: $.body.a, value: { from: $.item, default: 0 }, null_items: drop }",
        "MAP433: 'null_items' has no effect here: each element has a value")]
    [InlineData("columns:\n  numbers: { each: $.body.a, value: { const: 1 }, null_items: drop }", "MAP433: 'null_items' has no")]
    [InlineData("columns:\n  texts: { entries: $.body.a, value: $.key, null_items: default }", "MAP433: 'null_items' has no")]
    [InlineData("columns:\n  numbers: { each: $.body.a, value: $.item_index, null_items: drop }", "MAP433: 'null_items' has no")]
    // Defaults.
    [InlineData("defaults: { on_missing: skip_row }\ncolumns:\n  text: { const: a }",
        "MAP417: 'on_missing' has no effect: no column uses this default")]
    [InlineData("defaults: { on_missing: fail, on_null: fail }\ncolumns:\n  text: { from: $.body.a, default: x }",
        "MAP417: 'on_missing' has no effect: no column uses this default\nMAP417: 'on_null' has no effect: no column uses")]
    [InlineData("defaults: { on_error: to_null }\ncolumns:\n  text: { from: $.body.a, on_error: fail }",
        "MAP417: 'on_error' has no effect: no column uses this default")]
    [InlineData("defaults: { on_missing: fail }\ncolumns:\n  text: { expr: body.a }",
        "MAP417: 'on_missing' has no effect: no column uses this default")]
    // Rescue.
    [InlineData("columns:\n  rest: { rescued: { scope: all, exclude: [$.body] } }",
        "MAP417: '$.body' is a whole scope, of which no value is left")]
    [InlineData("columns:\n  rest: { rescued: { scope: body, exclude: [] } }", "MAP417: 'exclude' is an empty list")]
    [InlineData("columns:\n  rest: { rescued: { scope: [all, body] } }", "MAP417: the scope 'body' is in the scope 'all'")]
    [InlineData("columns:\n  rest: { rescued: { scope: [body, all] } }", "MAP417: the scope 'body' is in the scope 'all'")]
    [InlineData("columns:\n  rest: { rescued: { scope: [message, body], exclude: $.body.a } }",
        "MAP417: '$.body.a' is still in the body of the scope 'message'")]
    [InlineData("columns:\n  rest: { rescued: { scope: all, exclude: [$.body.a.b, $.body.a] } }",
        "MAP417: '$.body.a.b' is excluded already, with '$.body.a'")]
    [InlineData("columns:\n  rest: { rescued: { scope: all, exclude: [$.body.a, \"$.body['a']\"] } }",
        "MAP417: '$.body['a']' is excluded already, with '$.body.a'")]
    // The file.
    [InlineData("enums: { e: {} }\ncolumns:\n  text: { from: $.body.a, enum: e }",
        "MAP105: the enum table 'e' is empty, so no value is in it")]
    [InlineData("on_record_error: quarantine\nquarantine: { table: main.RAW.test }\n" + Text,
        "MAP415: main.RAW.test is also the table of tests.silent.Whole; a table takes one message type")]
    [InlineData("payload: { decode: text, limits: { max_depth: 5 } }\ncolumns:\n  text: $.body",
        "MAP417: 'max_depth' has no effect: no step parses a document")]
    public void Key_ThatNeverActs_IsNamed(string mapping, string message) =>
        Assert.StartsWith(message, Diagnose(mapping), StringComparison.Ordinal);

    [Theory]
    [InlineData("columns:\n  number: { from: $.body.a, as: timestamp, formats: [epoch_ms, rfc3339], zone: \"+01:00\" }")]
    [InlineData("columns:\n  number: { from: $.body.a, as: timestamp, formats: epoch_ms, zone: UTC, not_before: 2000-01-01 }")]
    [InlineData("columns:\n  number: { from: $.body.a, as: timestamp_ntz, formats: epoch_ms, zone: \"+01:00\" }")]
    [InlineData("columns:\n  number: { from: $.meta.ingestTime, as: timestamp_ntz, zone: \"+01:00\" }")]
    [InlineData("columns:\n  number: { expr: body.a, as: timestamp_ntz, formats: yyyyMMdd, zone: \"+01:00\" }")]
    [InlineData("columns:\n  number: { from: $.body.a, strict: false }")]
    [InlineData("columns:\n  text: { from: $.queue.name, on_missing: fail }")]
    [InlineData("columns:\n  text: { concat: [a, $.meta.requestId], on_missing: fail }")]
    [InlineData("columns:\n  text: { concat: [a, $.meta.batchSize], on_error: fail }")]
    [InlineData("columns:\n  number: { from: $.meta.requestId, on_error: to_null }")]
    [InlineData("columns:\n  text: { from: [$.meta.requestId, $.body.a], on_error: to_null }")]
    [InlineData("columns:\n  number: { from: $.meta.ingestTime, as: timestamp, not_before: 2030-01-01, on_error: to_null }")]
    [InlineData("columns:\n  numbers: { each: $.body.a, value: { from: $.item.b, default: 0 }, null_items: drop }")]
    [InlineData(
        "columns:\n  numbers: { each: $.body.a, value: { from: $.item, default: 0, on_error: to_null }, null_items: drop }")]
    [InlineData("columns:\n  rest: { rescued: { scope: [message, body], exclude: [$.body.a, $.message.body] } }")]
    [InlineData("columns:\n  rest: { rescued: { scope: all, exclude: [$.body.a.b, $.body.a.bc, $.body.ab] } }")]
    [InlineData("columns:\n  text: { from: $.queue.name, transform: 'regex_extract(\"a\")', default: x }")]
    [InlineData("columns:\n  number: { from: [$.body.a, $.meta.receiveCount], on_null: to_null, default: 1 }")]
    [InlineData("enums: { e: { a: b } }\ncolumns:\n  text: { from: $.body.a, enum: e, fold_case: false }")]
    [InlineData("defaults: { on_missing: fail, on_null: fail, on_error: fail }\n" + Text)]
    [InlineData("defaults: { on_missing: fail }\nauto: { from: $.body }\n")]
    [InlineData("defaults: { on_missing: fail }\ncolumns:\n  text: { expr: string(body.a), transform: 'regex_extract(\"a\")' }")]
    [InlineData("columns:\n  text: $.body.a\n  rest: { rescued: { scope: all, exclude: [$.body.b] } }")]
    [InlineData("on_record_error: quarantine\nquarantine: { table: main.ops.test }\n" + Text)]
    [InlineData("payload: { decode: [{ unwrap: sns }, text], limits: { max_depth: 5 } }\ncolumns:\n  text: $.body")]
    public void Key_ThatActs_IsAccepted(string mapping) => Assert.Equal("", Diagnose(mapping));

    [Theory]
    [InlineData("$.body.nope", "the protobuf message tests.payloads.PayloadTypes has no field 'nope'", null)]
    [InlineData("$.body.nested.deatils", "the protobuf message tests.payloads.PayloadTypes has no field 'deatils'", "details")]
    [InlineData("$.body.code.x", "'tests.payloads.PayloadTypes.code' is a single value", null)]
    [InlineData("$.body.at.seconds", "'google.protobuf.Timestamp' is a single value", null)]
    [InlineData("$.body.values.x", "'tests.payloads.PayloadTypes.values' is an array", null)]
    [InlineData("$.body.count.value", "'google.protobuf.Int64Value.value' is a single value", null)]
    [InlineData("$.body.durations.x.seconds", "'google.protobuf.Duration' is a single value", null)]
    public void Path_ThatNoProtobufMessageHas_IsNamed(string path, string reason, string? meant)
    {
        var problem = Assert.Single(Protobuf($"columns: {{ string_value: '{path}' }}"));

        Assert.Equal(
            ("MAP417", $"'{path}' never finds a value: {reason}", meant is null ? null : $"did you mean '{meant}'?"),
            (problem.Code.Id, problem.Message, problem.Hint));
    }

    [Theory]
    [InlineData("columns: { string_value: $.body.inner.labell }", "$.body.inner.labell")]
    [InlineData("columns: { strings: { each: $.body.values, value: $.item.any } }", null)]
    [InlineData("columns: { by_number: { entries: $.body.durations, value: $.value.x } }", "$.value.x")]
    [InlineData("columns: { string_value: { expr: 'has(body.nop) ? string(body.nop) : null' } }", "body.nop")]
    [InlineData("explode: { path: '$.body.lists[*]', as: v, max_rows: 5 }\ncolumns: { string_value: $.v }", "$.body.lists[*]")]
    public void Path_BelowABinding_IsFollowed(string mapping, string? path)
    {
        var problems = Protobuf(mapping);

        Assert.Equal(path is null, problems.Count == 0);
        Assert.All(problems, p => Assert.StartsWith($"'{path}' never finds a value", p.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$.body.name")]
    [InlineData("$.body.nested.nested.text")]
    [InlineData("$.body.details.any.thing[3]")]
    [InlineData("$.body.anything.x")]
    [InlineData("$.body.list[0].x")]
    [InlineData("$.body.values[2]")]
    [InlineData("$.body.inner.label")]
    [InlineData("$.body.durations.any")]
    public void Path_ThatAProtobufMessageCanHave_IsAccepted(string path) =>
        Assert.Empty(Protobuf($"columns: {{ string_value: '{path}' }}"));

    private static IReadOnlyList<Diagnostic> Protobuf(string mapping)
    {
        var ignored = EveryType.Descriptor.Fields.InDeclarationOrder()
            .Select(f => f.Name)
            .Where(n => !mapping.Contains($" {n}:", StringComparison.Ordinal));
        return TestPlans.Compile(
            "version: 1\ndescriptor: payloads.binpb\nmessage: tests.every.EveryType\n"
            + "payload: { decode: [base64, { protobuf: tests.payloads.PayloadTypes }] }\n"
            + $"{mapping}\nignore: [{string.Join(", ", ignored)}]\n", Payloads).Diagnostics;
    }
}
