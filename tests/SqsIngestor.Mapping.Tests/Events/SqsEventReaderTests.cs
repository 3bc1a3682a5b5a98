using System.Text;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Mapping.Tests.Events;

public sealed class SqsEventReaderTests
{
    private const string Record = """{"messageId":"m","eventSource":"aws:sqs","body":"b"}""";

    [Theory]
    [InlineData("""{"Records":[]""")]
    [InlineData("""{"Records":[],"probe":true""")]
    [InlineData("""{"Records":[],"other":{}""")]
    [InlineData("""{"Records":[""" + Record + "]")]
    [InlineData("""{"Records":[""" + Record)]
    [InlineData("""{"Records":[]}}""")]
    public void Read_EventThatIsCutOff_IsRefused(string json) =>
        Assert.StartsWith(
            "the event is not JSON", Assert.Throws<SqsEventException>(() => Count(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"Records":[]}""", 0)]
    [InlineData("""{"Records":[],"other":[{}]} """, 0)]
    [InlineData("""{"Records":[""" + Record + "," + Record + """],"other":1}""", 2)]
    public void Read_WholeEvent_EndsAfterItsMessages(string json, int messages) => Assert.Equal(messages, Count(json));

    private static int Count(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var message = TestPlans.Repository("orders").CreateMessage();
        var (reader, count) = (new SqsEventReader(bytes, bytes.Length), 0);
        while (reader.Read(message)) count++;
        Assert.False(reader.Read(message));
        return count;
    }
}
