using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Tests.Protos;

namespace SqsIngestor.Mapping.Tests.Language.Explain;

public sealed class EventFileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public void Run_EventWithByteOrderMark_IsRead(string mark)
    {
        var plan = OneColumn.Plan("string_value", "$.message.messageId");
        var file = Encoding.UTF8.GetBytes(mark + """{"Records":[{"messageId":"m","eventSource":"aws:sqs"}]}""");

        var row = Assert.Single(Assert.Single(EventInspector.Run(plan, file, default)).Rows);

        Assert.Equal("m", EveryType.Parser.ParseFrom(row.Record.Span).StringValue);
        Assert.Equal("m", Assert.Single(EventTracer.Run(plan, file, default)).Message.MessageId);
    }

    [Fact]
    public void Run_EventWithoutReceiveCount_HasNone()
    {
        var plan = OneColumn.Plan("int32_value", "{ from: $.meta.receiveCount, on_missing: fail }");
        var payload = """{"Records":[{"messageId":"m","eventSource":"aws:sqs","attributes":{}}]}"""u8.ToArray();

        Assert.Equal(RecordErrorCode.Missing, Assert.Single(EventInspector.Run(plan, payload, default)).Error?.Code);
    }
}
