using System.Text.Json;
using Google.Protobuf;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>The sqs_messages mapping against the generated class, on the events of mappings/samples.</summary>
public class SqsMessagesTests
{
    [Theory]
    [InlineData("basic")]
    [InlineData("attributes")]
    [InlineData("fifo")]
    public void Encode_FixtureEvent_ParsesToTheMessageBuiltByGeneratedCode(string sample)
    {
        var payload = RepositoryFiles.Read("mappings", "samples", $"sqs-event-{sample}.json");

        var results = TestEncoding.Event(TestPlans.Repository("sqs_messages"), payload);

        using var document = JsonDocument.Parse(payload);
        var expected = document.RootElement.GetProperty("Records").EnumerateArray().Select(SqsMessagesOracle.Build).ToList();
        Assert.Equal(expected.Count, results.Count);
        Assert.All(results.Zip(expected), pair =>
        {
            Assert.Null(pair.First.Error);
            Assert.Equal(pair.Second, table_sqs_messages.Parser.ParseFrom(Assert.Single(pair.First.Rows)));
        });
    }

    [Fact]
    public void Encode_FixtureEvent_GivesTheBytesThatGeneratedCodeGives()
    {
        var payload = RepositoryFiles.Read("mappings", "samples", "sqs-event-basic.json");

        var results = TestEncoding.Event(TestPlans.Repository("sqs_messages"), payload);

        using var document = JsonDocument.Parse(payload);
        var expected =
            document.RootElement.GetProperty("Records").EnumerateArray().Select(r => SqsMessagesOracle.Build(r).ToByteArray());
        Assert.Equal(expected, results.Select(r => r.Rows.Single()));
    }

    [Fact]
    public void Encode_HostileEvent_GivesARowOrAnErrorForEveryMessage()
    {
        var results = TestEncoding.Event(
            TestPlans.Repository("sqs_messages"), RepositoryFiles.Read("mappings", "samples", "sqs-event-hostile.json"));

        Assert.Equal(9, results.Count);
        var errors = results.Select(r => r.Error?.ToString()).ToList();
        Assert.Equal(
            [
                null, null, null,
                "base64 in column 'message_attributes.value.binary_value' of main.raw.test " +
                    "at /message/messageAttributes/0/binaryValue",
                null, null, "text_encoding in column 'body' of main.raw.test at /message/body", null, null,
            ],
            errors);
        Assert.All(results, r => Assert.Equal(r.Error is null ? 1 : 0, r.Rows.Length));
    }

    [Fact]
    public void Encode_ClockBeforeMidnight_GivesTheDayOfTheClock()
    {
        var results = TestEncoding.Event(
            TestPlans.Repository("sqs_messages"), RepositoryFiles.Read("mappings", "samples", "sqs-event-basic.json"));

        var row = table_sqs_messages.Parser.ParseFrom(results[0].Rows.Single());
        Assert.Equal(new DateTime(2026, 3, 1).Subtract(DateTime.UnixEpoch).Days, row.IngestedDate);
        Assert.Equal(TestEncoding.Invocation.IngestTime.AddTicks(-7), DateTimeOffset.UnixEpoch.AddMicroseconds(row.IngestedAt));
    }

    [Fact]
    public void Encode_AbsentValues_AreUnsetAndNotEmpty()
    {
        var results = TestEncoding.Event(
            TestPlans.Repository("sqs_messages"), """{"Records":[{"messageId":"m","eventSource":"aws:sqs"}]}"""u8.ToArray());

        var row = table_sqs_messages.Parser.ParseFrom(results.Single().Rows.Single());
        Assert.False(
            row.HasBody
                || row.HasReceiptHandle
                || row.HasMd5OfBody
                || row.HasMd5OfMessageAttributes
                || row.HasQueueArn
                || row.HasAwsRegion);
        Assert.Empty(row.Attributes);
    }
}
