using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Tables;

/// <summary><c>when</c> and <c>on_filter_error</c>.</summary>
public class ConditionTests
{
    [Theory]
    [InlineData("body.type == 'a' && has(body.order)", """{"type":"a","order":{}}""", true)]
    [InlineData("body.type == 'a' && has(body.order)", """{"type":"a"}""", false)]
    [InlineData("body.n > 9007199254740992", """{"n":9007199254740993}""", true)]
    [InlineData("message.messageId.startsWith('m') && queue.fifo == false", "{}", true)]
    [InlineData("queue.name == 'my-queue' && queue.region == 'us-east-2' && queue.account == '123456789012'", "{}", true)]
    [InlineData("meta.receiveCount > 2 && meta.ingestTime > timestamp('2026-03-01T00:00:00Z')", "{}", true)]
    [InlineData("attr.tenant == 'x' && attr.count == 5 && attr.bin == b'Hello'", "{}", true)]
    [InlineData("has(attr.nothing)", "{}", false)]
    public void When_Condition_DecidesWhetherThereIsARow(string condition, string body, bool expected)
    {
        var rows = Encode($"when: \"{condition}\"\nunrouted: drop\ncolumns: {{ number: {{ const: 1 }} }}", body);

        Assert.Equal(expected ? 1 : 0, rows.Count);
    }

    [Theory]
    [InlineData("", "filter of main.raw.test")]
    [InlineData("on_filter_error: false", "unrouted")]
    [InlineData("on_filter_error: true", null)]
    public void When_ConditionThatFails_FollowsOnFilterError(string option, string? error) =>
        Assert.Equal(error, Error($"when: body.missing.field > 1\n{option}\ncolumns: {{ number: {{ const: 1 }} }}", "{}"));
}
