using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>What the compiler says of mappings that are wrong, as people see it.</summary>
public class MappingCompilerTests
{
    private const string Minimal = """
        version: 1
        descriptor: sqs_messages.binpb
        columns:
          message_id: $.message.messageId
        ignore: [receipt_handle, body, md5_of_body, md5_of_message_attributes, attributes, message_attributes,
        """ + " queue_arn, aws_region, ingested_at, ingested_date]\n";

    public static TheoryData<string, string> Wrong() => new()
    {
        { "unknown_keys", Minimal.Replace("version: 1", "version: 2\ncolums: {}\nverison: 1") },
        { "missing_keys", "columns: {}" },
        { "empty", "" },
        { "not_yaml", "version: [1\ncolumns: }" },
        { "not_a_mapping", "- 1\n- 2" },
        { "duplicate_keys", Minimal + "version: 1\n" },
        { "unset_variable", Minimal.Replace("$.message.messageId", "${UNSET}").Replace("sqs_messages.binpb", "${SET}") },
        { "unknown_column", Minimal.Replace("message_id:", "mesage_id:") },
        { "unmapped_column", Minimal.Replace("receipt_handle, body, ", "body, no_such, message_id, ") },
        { "implicit_constant", Minimal.Replace("$.message.messageId", "messageId") },
        {
            "paths",
            Minimal.Replace(
                "$.message.messageId",
                "{ from: [$.message..x, '$.message[*]', \"$.message['x\", '$.message[01]', '$.message[1:2]', '$', " +
                    "$.message.messageIds, $.message.body.x, $.nothing, $.meta.clock] }")
        },
        { "two_sources", Minimal.Replace("$.message.messageId", "{ from: $.message.messageId, const: x }") },
        { "no_source", Minimal.Replace("$.message.messageId", "{ as: date }") },
        { "as_of_wrong_type", Minimal.Replace("$.message.messageId", "{ from: $.meta.ingestTime, as: timestamp }") },
        { "moment_without_as", Minimal.Replace("$.message.messageId", "$.meta.ingestTime") },
        {
            "time_without_as",
            Minimal.Replace("  message_id:", "  ingested_at: $.body.at\n  message_id:").Replace("ingested_at, ", "")
        },
        {
            "shapes",
            Minimal.Replace(
                "message_id: $.message.messageId",
                "message_id: { fields: { a: $.body.a } }\n" +
                    "  body: { each: $.body.x, value: $.item }\n" +
                    "  attributes: { entries: $.body.x }\n" +
                    "  message_attributes: { entries: $.body.x, fields: { string_valu: $.value.x } }\n" +
                    "  aws_region: { const: [1] }")
        },
        { "constant_that_does_not_fit", Minimal.Replace("  message_id:", "  ingested_date: { const: 1.5 }\n  message_id:") },
        {
            "bad_policy",
            Minimal.Replace(
                "$.message.messageId",
                "{ from: $.message.messageId, on_missing: tonull, on_error: rescue, default: [1] }")
        },
        { "quarantine_without_a_table", Minimal + "quarantine: {}\non_record_error: quarantine\n" },
        { "message_not_found", Minimal + "message: table_sqs_message\n" },
        { "alias", Minimal + "defaults: *nowhere\n" },
        { "tab", Minimal.Replace("  message_id", "\tmessage_id") },
        { "path_without_dollar", Minimal.Replace("$.message.messageId", "message.messageId") },
        {
            "explode_without_wildcard",
            Minimal.Replace("columns:", "explode: { path: $.body.lines, as: line, max_rows: 10 }\ncolumns:")
                .Replace("$.message.messageId", "$.line.id")
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Compile_WrongMapping_SaysEverythingThatIsWrong(string name, string yaml)
    {
        var compilation = TestPlans.Compile(yaml, RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));

        Assert.NotEmpty(compilation.Diagnostics);
        await Verifier.Verify(DiagnosticWriter.Write(compilation.Diagnostics)).UseTextForParameters(name);
    }

    [Theory]
    [InlineData(null, "the table has no name")]
    [InlineData("raw.t", "'raw.t' (from TABLE_NAME) is not a valid table name")]
    public void Compile_TableNameMissingOrWrong_IsRefused(string? table, string message)
    {
        var compilation = TestPlans.Compile(Minimal, RepositoryFiles.Read("descriptors", "sqs_messages.binpb"), table);

        Assert.Null(compilation.Plan);
        Assert.Contains(message, Assert.Single(compilation.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_AliasBomb_IsRefused()
    {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(
            Enumerable.Range(1, 8)
            .Select(
                i =>
                $"{(char)('a' + i)}: &{(char)('a' + i)} " +
                $"[{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i - 1)}", 9))}]\n"));

        var compilation = TestPlans.Compile(bomb, []);

        Assert.Equal(DiagnosticCodes.TooManyNodes, Assert.Single(compilation.Diagnostics).Code);
    }

    [Fact]
    public void Compile_HundredLevels_IsRefused()
    {
        var compilation = TestPlans.Compile("columns: " + new string('[', 100) + new string(']', 100), []);

        Assert.Equal(DiagnosticCodes.TooDeep, Assert.Single(compilation.Diagnostics).Code);
    }

    [Fact]
    public void Compile_FileTooLarge_IsRefused()
    {
        var compilation = TestPlans.Compile(new string('#', 4 * 1024 * 1024 + 1), []);

        Assert.Equal(DiagnosticCodes.FileTooLarge, Assert.Single(compilation.Diagnostics).Code);
    }

    [Fact]
    public void Compile_MutatedMappings_NeverThrows()
    {
        var original = File.ReadAllText(RepositoryFiles.PathOf("mappings", "orders.yaml"));
        var descriptors = RepositoryFiles.Read("descriptors", "orders.binpb");
        CsCheck.Check.Sample(
            CsCheck.Gen.Select(
                CsCheck.Gen.Int[0, original.Length - 1], CsCheck.Gen.Int[0, 20],
                CsCheck.Gen.String[CsCheck.Gen.Char[" \n:{}[]&*!|>'\"%@`,#?-$ab1"], 0, 6]),
            (at, remove, insert) =>
        {
            var mutated = original.Remove(at, Math.Min(remove, original.Length - at)).Insert(at, insert);
            var compilation = TestPlans.Compile(mutated, descriptors);
            return compilation.Plan is not null || compilation.Diagnostics.Count > 0;
        }, iter: HostileCases.Count);
    }
}
