using System.Text.Json.Nodes;

namespace SqsIngestor.Lambda.Managed.Tests;

public sealed class EventWriterTests
{
    private static JsonNode Written(FunctionEvent sqsEvent)
    {
        var buffer = new EventBuffer();
        EventWriter.Write(sqsEvent, buffer);
        return JsonNode.Parse(buffer.Bytes.AsSpan(0, buffer.Length))!;
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("attributes")]
    [InlineData("fifo")]
    public void Write_SampleEvent_IsTheEventThatItCameFrom(string sample)
    {
        var payload = ManagedFunction.Sample(sample);

        var written = Written(ManagedFunction.Read(payload));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(payload), written), written.ToJsonString());
    }

    [Fact]
    public void Write_AbsentValues_StayAbsent() =>
        Assert.Equal(
            """{"Records":[{"messageId":"m"}]}""", Written(
                new FunctionEvent { Records = [new() { MessageId = "m" }] }).ToJsonString());

    [Fact]
    public void Write_NoRecords_IsNoEvent() => Assert.Equal("{}", Written(new FunctionEvent()).ToJsonString());

    [Fact]
    public void Write_SmallerEventAfterALargerOne_HasNothingOfIt()
    {
        var buffer = new EventBuffer();
        EventWriter.Write(
            new FunctionEvent { Records = [new() { MessageId = "large", Body = new string('x', 300_000) }] }, buffer);
        EventWriter.Write(new FunctionEvent { Records = [] }, buffer);

        Assert.Equal("""{"Records":[]}""", System.Text.Encoding.UTF8.GetString(buffer.Bytes, 0, buffer.Length));
    }
}
