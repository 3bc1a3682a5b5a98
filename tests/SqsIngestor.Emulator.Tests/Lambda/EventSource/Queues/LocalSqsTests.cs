using System.Text;
using System.Text.Json;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Lambda.EventSource.Queues;

public sealed class LocalSqsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly QuietClock _clock = new(Noon);

    [Fact]
    public void Receive_Message_IsAsLambdaDeliversIt()
    {
        var queue = Queue();
        var sent = queue.Send(
            new OutgoingMessage("Test message.")
            {
                Attributes = [MessageAttributeValue.OfText("n", "Number.int", "7"), new("b", "Binary", new byte[] { 1, 2 })],
            })[0];
        _clock.Advance(TimeSpan.FromMilliseconds(5));

        var received = Assert.Single(queue.Receive(10));

        using var record = JsonDocument.Parse(received.Record);
        var root = record.RootElement;
        Assert.Equal(sent.MessageId, root.GetProperty("messageId").GetString());
        Assert.Equal("Test message.", root.GetProperty("body").GetString());
        Assert.Equal("e4e68fb7bd0e697a0ae8f1bb342846b3", root.GetProperty("md5OfBody").GetString());
        Assert.Equal("1", Attribute(root, "ApproximateReceiveCount"));
        Assert.Equal("1772366400000", Attribute(root, "SentTimestamp"));
        Assert.Equal("1772366400005", Attribute(root, "ApproximateFirstReceiveTimestamp"));
        Assert.Equal("7", root.GetProperty("messageAttributes").GetProperty("n").GetProperty("stringValue").GetString());
        Assert.Equal("AQI=", root.GetProperty("messageAttributes").GetProperty("b").GetProperty("binaryValue").GetString());
        Assert.Equal("arn:aws:sqs:eu-west-1:123456789012:local", root.GetProperty("eventSourceARN").GetString());
        Assert.False(root.GetProperty("attributes").TryGetProperty("SequenceNumber", out _));
    }

    [Fact]
    public void ChangeVisibility_OfAMessageInFlight_MovesItsReturn()
    {
        var queue = Queue();
        queue.Send(new OutgoingMessage("a"), new OutgoingMessage("b"));
        var received = queue.Receive(10);

        Assert.True(queue.ChangeVisibility(received[0].ReceiptHandle, TimeSpan.Zero));
        Assert.True(queue.ChangeVisibility(received[1].ReceiptHandle, TimeSpan.FromMinutes(1)));
        var again = Assert.Single(queue.Receive(10));
        _clock.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal((received[0].MessageId, 2), (again.MessageId, again.ReceiveCount));
        Assert.False(queue.ChangeVisibility(received[0].ReceiptHandle, TimeSpan.Zero));
        Assert.Equal(1, queue.Counts.InFlight);
    }

    [Fact]
    public void Receive_WithinVisibilityTimeout_IsHidden_AfterItComesBackWithACount()
    {
        var queue = Queue();
        queue.Send(new OutgoingMessage("a"));
        var first = queue.Receive(10)[0];

        Assert.Empty(queue.Receive(10));
        _clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Empty(queue.Receive(10));
        _clock.Advance(TimeSpan.FromTicks(1));
        var second = Assert.Single(queue.Receive(10));

        Assert.Equal(first.MessageId, second.MessageId);
        Assert.NotEqual(first.ReceiptHandle, second.ReceiptHandle);
        Assert.Equal(2, second.ReceiveCount);
        Assert.False(queue.Delete(first.ReceiptHandle));
        Assert.True(queue.Delete(second.ReceiptHandle));
        Assert.Equal(new QueueCounts(0, 0, 1, 0), queue.Counts);
    }

    [Fact]
    public void Receive_TooOften_GoesToTheDeadLetters()
    {
        var queue = Queue(new LocalQueueOptions { MaxReceiveCount = 2 });
        var id = queue.Send(new OutgoingMessage("bad"))[0].MessageId;
        for (var i = 0; i < 2; i++)
        {
            Assert.Single(queue.Receive(10));
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Empty(queue.Receive(10));
        Assert.Equal(new DeadLetter(id, 2, Noon, Noon.AddMinutes(1), null, "bad"), Assert.Single(queue.DeadLetters));
        Assert.Equal(QueuedMessageState.DeadLettered, queue.Find(id)[0].State);
    }

    [Fact]
    public void Delete_AfterTimeout_WorksOnStandardQueuesOnly()
    {
        foreach (var (name, deleted) in new[] { ("local", true), ("local.fifo", false) })
        {
            var queue = Queue(new LocalQueueOptions { Name = name });
            queue.Send(new OutgoingMessage("a") { GroupId = "g" });
            var received = queue.Receive(1)[0];
            _clock.Advance(TimeSpan.FromMinutes(1));

            Assert.Equal(deleted, queue.Delete(received.ReceiptHandle));
        }
    }

    [Fact]
    public void Receive_FifoGroupInFlight_BlocksTheGroupAndNoOther()
    {
        var queue = Fifo();
        queue.Send(Message("a1", "a"), Message("a2", "a"), Message("b1", "b"));

        Assert.Equal(["a1"], Bodies(queue.Receive(1)));
        Assert.Equal(["b1"], Bodies(queue.Receive(10)));
        _clock.Advance(TimeSpan.FromSeconds(30));
        var again = queue.Receive(10);
        Assert.Equal(["a1", "a2", "b1"], Bodies(again));
        Assert.True(queue.Delete(again[0].ReceiptHandle));
        Assert.Empty(queue.Receive(10));
    }

    [Fact]
    public void Send_SameDeduplicationIdWithinFiveMinutes_IsDeliveredOnce()
    {
        var queue = Fifo();
        var first = queue.Send(Message("a", "g", "id"))[0];
        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        var second = queue.Send(Message("b", "g", "id"))[0];
        _clock.Advance(TimeSpan.FromTicks(1));
        var third = queue.Send(Message("c", "g", "id"))[0];

        Assert.Equal(first with { IsDuplicate = true }, second);
        Assert.False(third.IsDuplicate);
        Assert.Equal(["a", "c"], Bodies(queue.Receive(10)));
    }

    [Fact]
    public void Send_FifoWithoutDeduplicationId_TakesTheBodyForIt()
    {
        var sent = Fifo().Send(Message("a", "g"), Message("a", "h"), Message("b", "g"));

        Assert.Equal([false, true, false], sent.Select(message => message.IsDuplicate));
        Assert.Equal(
            ["18800000000000000000", "18800000000000000000", "18800000000000000001"],
            sent.Select(message => message.SequenceNumber));
    }

    [Fact]
    public void Receive_BytesAreFew_LeavesTheRestUntouched()
    {
        var queue = Queue();
        queue.Send(new OutgoingMessage(new string('x', 1000)), new OutgoingMessage(new string('y', 1000)));
        var size = queue.Receive(1)[0].Record.Length;
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Single(queue.Receive(10, maxBytes: size + 1));
        var other = Assert.Single(queue.Receive(10, maxBytes: 1));
        Assert.Equal(1, other.ReceiveCount);
    }

    [Theory]
    [InlineData("", null, "message_empty")]
    [InlineData("\u0000", null, "message_characters")]
    [InlineData("\uffff", null, "message_characters")]
    [InlineData("a", "", "message_id")]
    [InlineData("a", "a b", "message_id")]
    public void Send_WhatSqsRefuses_IsRefused(string body, string? group, string code)
    {
        var queue = Queue();

        Assert.Equal(
            code,
            Assert.Throws<QueueException>(
                () => queue.Send(new OutgoingMessage("good"), new OutgoingMessage(body) { GroupId = group })).Code);
        Assert.Equal(0, queue.Counts.Visible);
    }

    [Fact]
    public void Send_HalfASurrogatePair_IsRefused() =>
        Assert.Equal("message_characters", Assert.Throws<QueueException>(() => Queue().Send(new OutgoingMessage("\ud800"))).Code);

    [Theory]
    [InlineData("a b", "String", "x", "attribute_name")]
    [InlineData("a..b", "String", "x", "attribute_name")]
    [InlineData("AWS.x", "String", "x", "attribute_name")]
    [InlineData("a", "Text", "x", "attribute_type")]
    [InlineData("a", "String", "", "attribute_value")]
    [InlineData("a", "Number.int", "\u0001", "message_characters")]
    public void Send_AttributeThatSqsRefuses_IsRefused(string name, string type, string value, string code) =>
        Assert.Equal(
            code,
            Assert.Throws<QueueException>(
                () =>
                Queue().Send(new OutgoingMessage("a") { Attributes = [MessageAttributeValue.OfText(name, type, value)] })).Code);

    [Fact]
    public void Send_Size_CountsBodyAndAttributes()
    {
        var attribute = MessageAttributeValue.OfText("name", "String", "value");
        var most = (1024 * 1024) - "nameStringvalue".Length;

        Assert.Single(Queue().Send(new OutgoingMessage(new string('x', most)) { Attributes = [attribute] }));
        var refused = Assert.Throws<QueueException>(
            () => Queue().Send(new OutgoingMessage(new string('x', most + 1)) { Attributes = [attribute] }));
        Assert.Equal("message_too_large", refused.Code);
    }

    [Fact]
    public void Send_FifoWithoutGroup_IsRefused() =>
        Assert.Equal("group_missing", Assert.Throws<QueueException>(() => Fifo().Send(new OutgoingMessage("a"))).Code);

    private static OutgoingMessage Message(string body, string group, string? deduplicationId = null) =>
        new(body) { GroupId = group, DeduplicationId = deduplicationId };

    private static IEnumerable<string> Bodies(IReadOnlyList<ReceivedMessage> messages) => messages.Select(message =>
    {
        using var record = JsonDocument.Parse(Encoding.UTF8.GetString(message.Record.Span));
        return record.RootElement.GetProperty("body").GetString()!;
    });

    private static string? Attribute(JsonElement record, string name) =>
        record.GetProperty("attributes").GetProperty(name).GetString();

    private LocalSqs Fifo() => Queue(new LocalQueueOptions { Name = "local.fifo" });

    private LocalSqs Queue(LocalQueueOptions? options = null) =>
        new((options ?? new LocalQueueOptions()) with { TimeProvider = _clock });
}
