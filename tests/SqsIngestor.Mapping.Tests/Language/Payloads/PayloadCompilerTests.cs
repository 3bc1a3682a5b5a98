using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Language.Policies;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>Payloads as written: what they mean, and what is said of those that cannot work.</summary>
public class PayloadCompilerTests
{
    public static TheoryData<string, string> Wrong() => new()
    {
        {
            "unknown_steps",
            "payload:\n  decode:\n    - jsn\n    - sns\n    - protobuf\n    - { decode: gzi }\n    - { unwrap: sqs }\n" +
                "    - { unwrap: event_bridge }\n    - { }\n    - { decode: json, unwrap: sns }\n" +
                "    - { decode: json, wen: auto }\n    - [json]\n"
        },
        {
            "nothing_after_the_document",
            "payload:\n  decode: [json, json, text, { unwrap: sns }, gzip, ndjson, { protobuf: tests.every.EveryType }]\n"
        },
        { "no_guesses_after_an_unknown_step", "payload:\n  decode: [bas64, gzip, { protobuf: tests.every.EvryType }]\n" },
        { "bytes_of_text", "payload:\n  decode: [gzip, { decode: gzip, when: auto }, zlib]\n" },
        { "protobuf_of_text", "payload:\n  decode: [base64, text, { protobuf: tests.every.EveryType }]\n" },
        {
            "unwrapped_twice",
            "payload:\n  decode: [{ unwrap: sns }, { unwrap: eventbridge }, { unwrap: sns, when: auto }, json]\n"
        },
        { "unknown_message", "payload:\n  decode: [base64, { protobuf: tests.every.EvryType }]\n" },
        {
            "automatic",
            "payload:\n  decode: [{ decode: base64, when: auto }, { decode: gzip, when: always }, { decode: json, when: auto }]\n"
        },
        {
            "other_formats",
            "payload:\n  decode:\n    - yaml\n    - parquet\n    - csv2\n    - jsonl\n    - tsv\n    - xz\n    - bson\n"
        },
        {
            "keys_of_steps",
            "payload:\n  decode:\n    - { decode: csv, names: [a, b, a], delimiter: ';;' }\n    - { decode: csv, names: [] }\n"
                + "    - { decode: json, names: [a], delimiter: ';', data: text }\n    - { unwrap: kinesis, data: xml }\n"
        },
        {
            "avro",
            "payload:\n  decode: [base64, { decode: avro, schema: [every.avsc, none.avsc, payload_types.proto] }]\n"
        },
        {
            "avro_framing",
            "payload:\n  decode: [{ decode: avro, framing: single_object }, { decode: avro, schema: [], framing: confluent }]\n"
        },
        { "no_step", "payload:\n  decode: []\n" },
        { "limits", "payload:\n  decode: json\n  limits: { max_bytes: 8MB, max_depth: 0, max_size: 1 }\n" },
        { "limits_too_large", "payload:\n  limits: { max_bytes: 300MiB, max_depth: 513 }\n  on_error: ignore\n  decod: json\n" },
        { "not_a_mapping", "payload: [json]\n" },
        { "a_word", "payload: ndjson\n" },
        { "path_below_text", "payload:\n  decode: [base64, text]\n" },
        { "envelope_not_taken_off", "payload:\n  decode: [{ unwrap: sns }, json]\n" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Compile_WrongPayload_SaysEverythingThatIsWrong(string name, string yaml)
    {
        var paths = new PayloadPaths();
        if (name == "path_below_text") paths.UseBody().Member("id");
        if (name == "envelope_not_taken_off") paths.UseEnvelope(EnvelopeCatalog.Find("eventbridge")!).Member("id");

        var plan = PayloadRun.Compile(yaml, paths, out var diagnostics);

        Assert.Null(plan);
        await Verifier.Verify(DiagnosticWriter.Write(diagnostics)).UseTextForParameters(name);
    }

    [Fact]
    public void Compile_NoPayloadAndNoPath_NeedsNoPlan()
    {
        Assert.Null(PayloadRun.Compile("version: 1", new PayloadPaths(), out var diagnostics));
        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Compile_EveryOption_IsInThePlan()
    {
        var plan = PayloadRun.Compile(
            "payload: { decode: [{ unwrap: sns, when: auto }, base64, { decode: gzip, when: auto }, ndjson], " +
                "limits: { max_bytes: 256KiB, max_depth: 10 }, on_error: quarantine }",
            new PayloadPaths(), out var diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal([("unwrap: sns", true), ("base64", false), ("gzip", true)], plan!.Steps.Select(s => (s.Spec.Name, s.Auto)));
        Assert.Equal(
            (PayloadForm.JsonLines, true, 262_144, 10, FailureAction.Quarantine),
            (plan.Form, plan.RawIsBytes, plan.MaxBytes, plan.MaxDepth, plan.OnError.Default));
    }

    [Fact]
    public void Compile_NothingButAPath_TakesTheDefaults()
    {
        var paths = new PayloadPaths();
        paths.UseBody().Member("id");

        var plan = PayloadRun.Compile("version: 1", paths, out _)!;

        Assert.Empty(plan.Steps);
        Assert.Equal(
            (PayloadForm.Json, 8 * 1024 * 1024, 64, default(FailureAction?)),
            (plan.Form, plan.MaxBytes, plan.MaxDepth, plan.OnError.Default));
    }
}
