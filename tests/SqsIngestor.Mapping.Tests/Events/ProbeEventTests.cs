using System.Text;
using SqsIngestor.Mapping.Events;

namespace SqsIngestor.Mapping.Tests.Events;

public sealed class ProbeEventTests
{
    private const string Record = """{"messageId":"m","body":"\"probe\":true","eventSource":"aws:sqs"}""";

    private static bool Matches(string json) => ProbeEvent.Matches(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("""{"Records":[],"probe":true}""")]
    [InlineData("""{"probe":true,"Records":[]}""")]
    [InlineData(""" { "Records" : [ ] , "other" : { "a" : [1] } , "probe" : true } """)]
    [InlineData("""{"Records":[],"pro\u0062e":true}""")]
    [InlineData("""{"Records":[],"probe":true,"other":[{}]}""")]
    [InlineData("""{"Records":[],"pro\u0062e":true,"other":[{}]}""")]
    public void Matches_Probe_IsOne(string json) => Assert.True(Matches(json));

    [Theory]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"Records":[],"probe":false}""")]
    [InlineData("""{"Records":[],"probe":null}""")]
    [InlineData("""{"Records":[],"Probe":true}""")]
    [InlineData("""{"Records":[],"other":{"probe":true}}""")]
    [InlineData("""{"probe":true}""")]
    [InlineData("""{"Records":{},"probe":true}""")]
    [InlineData("""{"Records":[""" + Record + "]}")]
    [InlineData("""{"Records":[""" + Record + """],"probe":false}""")]
    [InlineData("""{"Records":[{"messageId":"m","messageAttributes":{"probe":{"stringValue":"true"}}}]}""")]
    [InlineData("""[{"Records":[],"probe":true}]""")]
    [InlineData("""{"Records":[],"probe":true""")]
    [InlineData("""{"Records":[],"other":[{"probe":true}]}""")]
    [InlineData("""{"Records":[],"probe":tr""")]
    [InlineData("{")]
    [InlineData("")]
    public void Matches_AnythingElse_IsNone(string json) => Assert.False(Matches(json));

    [Theory]
    [InlineData("""{"Records":[""" + Record + """],"probe":true}""")]
    [InlineData("""{"probe":true,"Records":[""" + Record + "]}")]
    [InlineData("""{"Records":[""" + Record + """],"probe":true,"other":[{}]}""")]
    public void Matches_ProbeWithMessages_IsRefused(string json)
    {
        var error = Assert.Throws<SqsEventException>(() => Matches(json));

        Assert.Equal("a probe must not have records: no record was written", error.Message);
    }

    [Fact]
    public void Matches_ProbeThatIsText_IsRefused() =>
        Assert.Throws<SqsEventException>(() => Matches("""{"Records":[],"probe":"true"}"""));

    [Fact]
    public void Utf8_IsAProbe() => Assert.True(ProbeEvent.Matches(ProbeEvent.Utf8.Span));
}
