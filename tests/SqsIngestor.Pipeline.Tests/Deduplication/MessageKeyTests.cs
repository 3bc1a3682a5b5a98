using System.Text;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Tests.Fakes;

namespace SqsIngestor.Pipeline.Tests.Deduplication;

public sealed class MessageKeyTests
{
    private const string Id = "059f36b4-87a3-44ab-83d2-661975830a7d";

    private static string WithMd5(string? md5) => md5 is null
        ? PipelineRig.Message(Id)
        : PipelineRig.Message(Id).Replace("\"body\"", $"\"md5OfBody\":\"{md5}\",\"body\"", StringComparison.Ordinal);

    private static UInt128 Key(string message)
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{message}}]}""");
        var read = TestPlans.One().CreateMessage();
        Assert.True(new SqsEventReader(payload, payload.Length).Read(read));
        return MessageKey.Of(read);
    }

    [Theory]
    [InlineData("6a1559560f67c5e7a7d5d838bf0272ee", "7ac66c0f148de9519b8bd264312c4d64", false)]
    [InlineData("6a1559560f67c5e7a7d5d838bf0272ee", "6a1559560f67c5e7a7d5d838bf0272ee", true)]
    [InlineData("6a1559560f67c5e7a7d5d838bf0272ee", null, false)]
    [InlineData(null, null, true)]
    public void Of_TheSameIdWithAnotherBody_IsAnotherMessage(string? first, string? second, bool same) =>
        Assert.Equal(same, Key(WithMd5(first)) == Key(WithMd5(second)));

    [Fact]
    public void Of_WithoutAnMd5_IsIdAndQueue() =>
        Assert.Equal(
            Key(PipelineRig.Message(Id)),
            Key(PipelineRig.Message(Id).Replace("\"body\"", "\"md5OfBody\":null,\"body\"", StringComparison.Ordinal)));

    [Fact]
    public void Of_SameIdAndQueue_IsTheSame() => Assert.Equal(Key(PipelineRig.Message(Id)), Key(PipelineRig.Message(Id, "2")));

    [Theory]
    [InlineData("059f36b4-87a3-44ab-83d2-661975830a7e")]
    [InlineData("059f36b487a344ab83d2661975830a7d")]
    [InlineData("any other id")]
    public void Of_AnotherId_Differs(string other)
    {
        Assert.NotEqual(Key(PipelineRig.Message(Id)), Key(PipelineRig.Message(other)));
        Assert.Equal(Key(PipelineRig.Message(other)), Key(PipelineRig.Message(other)));
    }

    [Fact]
    public void Of_AnotherQueue_Differs() => Assert.NotEqual(Key(PipelineRig.Message(Id)), Key(PipelineRig.Fifo(Id, "group")));
}
