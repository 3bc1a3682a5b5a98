using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Tests.Records;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary><c>payload.on_error</c> with an action for each error.</summary>
public sealed class PayloadFailuresTests
{
    private const string TestEvent = """{"Service":"Amazon S3","Event":"s3:TestEvent"}""";

    [Theory]
    [InlineData("{ s3_test_event: drop }", TestEvent, "Dropped s3_test_event")]
    [InlineData("{ s3_test_event: drop }", "{bad", "Failed body_syntax")]
    [InlineData("{ s3_test_event: drop, default: quarantine }", "{bad", "Quarantined body_syntax")]
    [InlineData("{ body_syntax: quarantine, default: drop }", "{bad", "Quarantined body_syntax")]
    [InlineData("{ body_syntax: quarantine, default: drop }", TestEvent, "Dropped s3_test_event")]
    [InlineData("drop", "{bad", "Dropped body_syntax")]
    [InlineData("{ s3_test_event: drop }", "{}", "Rows")]
    public void Encode_PayloadThatCannotBeRead_FollowsTheActionOfItsError(string onError, string body, string expected)
    {
        var plan = OneColumn.Plan(
            "string_value", "$.body.v",
            $"payload: {{ on_error: {onError} }}\n"
            + (onError.Contains("quarantine", StringComparison.Ordinal) ? "quarantine: { table: a.b.q }" : ""));
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        var payload = RecordErrorCases.Event(body);
        Assert.True(new SqsEventReader(payload, payload.Length).Read(message));

        var outcome = encoder.Encode(message, TestEncoding.Invocation);

        Assert.Equal(expected, $"{outcome} {encoder.Error?.Code.ToText()}".TrimEnd());
    }

    [Theory]
    [InlineData("{ s3_test: drop }", "'on_error' has no key 's3_test'")]
    [InlineData("{ s3_test_event: dorp }", "'dorp' is not a value of 's3_test_event'")]
    [InlineData("{ body_syntax: quarantine }", "no quarantine table is named")]
    [InlineData("[drop]", "'on_error' must be a scalar")]
    public void Compile_WrongAction_IsAnError(string onError, string problem) =>
        Assert.Contains(
            problem, OneColumn.Diagnose("string_value", "$.body.v", $"payload: {{ on_error: {onError} }}"),
            StringComparison.Ordinal);

    [Fact]
    public void Codes_OfTheList_AreAllThatAPayloadGives()
    {
        var source = string.Concat(
            Directory.EnumerateFiles(
                SqsIngestor.Tests.Shared.RepositoryFiles.PathOf("src", "SqsIngestor.Mapping", "Language", "Payloads"), "*.cs",
                SearchOption.AllDirectories).Where(file => !file.EndsWith("PayloadFailures.cs", StringComparison.Ordinal))
            .Append(
                SqsIngestor.Tests.Shared.RepositoryFiles.PathOf("src", "SqsIngestor.Mapping", "Records", "PayloadDocument.cs"))
            .Select(File.ReadAllText));

        Assert.Equal(
            Enum.GetValues<RecordErrorCode>().Where(
                code => code is not (RecordErrorCode.None or RecordErrorCode.MessageMemory)
                    && source.Contains($"RecordErrorCode.{code}", StringComparison.Ordinal)),
            PayloadFailures.Codes.Order());
    }
}
