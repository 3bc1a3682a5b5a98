using System.Text;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Emulator.Tests.Lambda.EventSource.Queues;

/// <summary>The sums that SQS itself gives for these messages.</summary>
public sealed class MessageDigestsTests
{
    private static readonly MessageAttributeValue Text = MessageAttributeValue.OfText("attribName1", "String", "attribValue 1");
    private static readonly MessageAttributeValue Number =
        MessageAttributeValue.OfText("customNumberTypeAttrib", "Number.float", "4563442423554324324264524243.32543234");
    private static readonly MessageAttributeValue Binary = new(
        "binaryAttribute", "Binary", Encoding.UTF8.GetBytes("Hello binary world!"));

    [Fact]
    public void OfBody_KnownText_IsTheSumOfSqs() =>
        Assert.Equal("e4e68fb7bd0e697a0ae8f1bb342846b3", MessageDigests.OfBody("Test message."));

    [Fact]
    public void OfAttributes_KnownAttributes_AreTheSumsOfSqs()
    {
        Assert.Equal("19e27d4e946b072f3f58da80d94fd778", MessageDigests.OfAttributes([Text]));
        Assert.Equal("9fe1b90bbd9965bdf77bac517c7d2495", MessageDigests.OfAttributes([Number]));
        Assert.Equal("31a92b15d92f8db860eda32aceb656c3", MessageDigests.OfAttributes([Binary]));
    }

    [Fact]
    public void OfAttributes_AnyOrder_IsTheSame()
    {
        Assert.Equal("c932db14a896c663f83c260297d594ff", MessageDigests.OfAttributes([Text, Number, Binary]));
        Assert.Equal("c932db14a896c663f83c260297d594ff", MessageDigests.OfAttributes([Binary, Text, Number]));
    }

    [Fact]
    public void OfAttributes_None_IsAbsent() => Assert.Null(MessageDigests.OfAttributes([]));
}
