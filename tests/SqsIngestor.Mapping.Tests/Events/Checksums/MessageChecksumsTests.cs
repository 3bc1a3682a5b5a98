using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Events.Checksums;
using SqsIngestor.Tests.Shared;

#pragma warning disable CA5351 // SQS computes MD5 sums; nothing here relies on them for security.

namespace SqsIngestor.Mapping.Tests.Events.Checksums;

/// <summary>MD5 sums of messages against the values that AWS publishes and that real events carry.</summary>
public class MessageChecksumsTests
{
    private const string Text =
        """ "attribName1":{"stringValue":"attribValue 1","stringListValues":[],"binaryListValues":[],"dataType":"String"} """;
    private const string Number =
        """ "customNumberTypeAttrib":{"stringValue":"4563442423554324324264524243.32543234","dataType":"Number.float"} """;
    private const string Binary =
        """ "binaryAttribute":{"binaryValue":"SGVsbG8gYmluYXJ5IHdvcmxkIQ==","stringValue":null,"dataType":"Binary"} """;

    [Theory]
    [InlineData("Test message.", "e4e68fb7bd0e697a0ae8f1bb342846b3")]
    [InlineData("Test message.", "E4E68FB7BD0E697A0AE8F1BB342846B3")]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    public void Verify_RightSumOfBody_Passes(string body, string sum) =>
        Assert.Equal(RecordErrorCode.None, Fail(new JsonObject { ["body"] = body, ["md5OfBody"] = sum }.ToJsonString()));

    [Fact]
    public void Verify_EscapedBody_IsHashedByItsValue() =>
        Assert.Equal(
            RecordErrorCode.None, Fail("""{"body":"\u0054est\u0020message.","md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3"}"""));

    [Theory]
    [InlineData(Text, "19e27d4e946b072f3f58da80d94fd778")]
    [InlineData(Number, "9fe1b90bbd9965bdf77bac517c7d2495")]
    [InlineData(Binary, "31a92b15d92f8db860eda32aceb656c3")]
    [InlineData(Text + "," + Number + "," + Binary, "c932db14a896c663f83c260297d594ff")]
    [InlineData(Number + "," + Binary + "," + Text, "c932db14a896c663f83c260297d594ff")]
    public void Verify_PublishedAttributes_HaveTheirSum(string attributes, string sum)
    {
        var others = attributes.Replace("ribute", "ribut\\u0065s").Replace("1", "2");
        var wrong = sum.Replace('9', '8');

        Assert.Equal(
            RecordErrorCode.None, Fail($$"""{"messageAttributes":{{{attributes}}},"md5OfMessageAttributes":"{{sum}}"}"""));
        Assert.Equal(
            RecordErrorCode.Md5OfMessageAttributes,
            Fail($$"""{"messageAttributes":{{{others}}},"md5OfMessageAttributes":"{{wrong}}"}"""));
    }

    [Fact]
    public void Verify_EscapedNames_AreSortedByTheirValue()
    {
        var escaped = Text.Replace("attribName1", "\\u0061ttribName1") + "," + Binary + "," + Number
            .Replace("Number.float", "\\u004eumber.float");

        Assert.Equal(
            RecordErrorCode.None,
            Fail($$"""{"messageAttributes":{{{escaped}}},"md5OfMessageAttributes":"c932db14a896c663f83c260297d594ff"}"""));
    }

    [Fact]
    public void Verify_ManyAttributes_DoesNotDependOnTheirOrder()
    {
        var names = Enumerable.Range(0, 50).Select(i => $"n{i}").ToList();
        string Attributes(IEnumerable<string> order) => string.Join(',', order.Select(n => $$"""
            "{{n}}":{"stringValue":"{{n}}","dataType":"String"}
            """));
        var bytes = names.Order(StringComparer.Ordinal)
            .SelectMany(n => (byte[])[.. Sized(n), .. Sized("String"), 1, .. Sized(n)])
            .ToArray();
        var sum = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(bytes));

        Assert.Equal(
            RecordErrorCode.None, Fail($$"""{"messageAttributes":{{{Attributes(names)}}},"md5OfMessageAttributes":"{{sum}}"}"""));
        names.Reverse();
        Assert.Equal(
            RecordErrorCode.None, Fail($$"""{"messageAttributes":{{{Attributes(names)}}},"md5OfMessageAttributes":"{{sum}}"}"""));
    }

    [Theory]
    [InlineData("""{"body":"x"}""")]
    [InlineData("""{"body":"x","md5OfBody":null,"md5OfMessageAttributes":"","messageAttributes":{"a":1}}""")]
    [InlineData("{}")]
    public void Verify_NoSum_Passes(string message) => Assert.Equal(RecordErrorCode.None, Fail(message));

    [Theory]
    [InlineData("""{"body":"x","md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""", RecordErrorCode.Md5OfBody)]
    [InlineData("""{"body":"x","md5OfBody":"?4e68fb7bd0e697a0ae8f1bb342846b3"}""", RecordErrorCode.Md5OfBody)]
    [InlineData("""{"body":"x","md5OfBody":"e4"}""", RecordErrorCode.Md5OfBody)]
    [InlineData("""{"body":"x","md5OfBody":7}""", RecordErrorCode.Md5OfBody)]
    [InlineData("""{"body":1,"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""", RecordErrorCode.Md5OfBody)]
    [InlineData("""{"body":"\ud800","md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""", RecordErrorCode.Md5OfBody)]
    [InlineData("""{"md5OfMessageAttributes":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""", RecordErrorCode.Md5OfMessageAttributes)]
    [InlineData(
        """{"messageAttributes":[],"md5OfMessageAttributes":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""",
        RecordErrorCode.Md5OfMessageAttributes)]
    [InlineData(
        """{"messageAttributes":{"a":1},"md5OfMessageAttributes":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""",
        RecordErrorCode.Md5OfMessageAttributes)]
    [InlineData(
        """{"messageAttributes":{"a":{"stringValue":1}},"md5OfMessageAttributes":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""",
        RecordErrorCode.Md5OfMessageAttributes)]
    [InlineData(
        """{"messageAttributes":{"\ud800":{}},"md5OfMessageAttributes":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""",
        RecordErrorCode.Md5OfMessageAttributes)]
    [InlineData(
        """{"messageAttributes":{"a":{"dataType":"Binary","binaryValue":"*"}}""" +
            ""","md5OfMessageAttributes":"e4e68fb7bd0e697a0ae8f1bb342846b3"}""",
        RecordErrorCode.Md5OfMessageAttributes)]
    public void Verify_WrongSum_IsAnError(string message, RecordErrorCode expected) => Assert.Equal(expected, Fail(message));

    [Fact]
    public void Verify_WrongSumsAndWarn_PassesWithWarnings()
    {
        const string Wrong = """{"body":"x","md5OfBody":"00","messageAttributes":{},"md5OfMessageAttributes":"00"}""";

        var both = Run(Wrong, ChecksumPolicy.Warn, ChecksumPolicy.Warn);
        var body = Run(Wrong, ChecksumPolicy.Warn, ChecksumPolicy.Off);
        var attributes = Run(Wrong, ChecksumPolicy.Off, ChecksumPolicy.Warn);

        Assert.Equal((RecordErrorCode.None, MessageWarnings.Md5OfBody | MessageWarnings.Md5OfMessageAttributes), both);
        Assert.Equal((RecordErrorCode.None, MessageWarnings.Md5OfBody), body);
        Assert.Equal((RecordErrorCode.None, MessageWarnings.Md5OfMessageAttributes), attributes);
        Assert.Null(ChecksumPlan.Create(MessageSlots.CreateTrie(), ChecksumPolicy.Off, ChecksumPolicy.Off));
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("attributes")]
    [InlineData("fifo")]
    public void Verify_FixtureEvents_AgreeWithAnotherImplementation(string sample)
    {
        var payload = RepositoryFiles.Read("mappings", "samples", $"sqs-event-{sample}.json");
        using var document = JsonDocument.Parse(payload);
        foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
        {
            var node = JsonNode.Parse(record.GetRawText())!;
            node["md5OfBody"] = Convert.ToHexStringLower(
                System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(record.GetProperty("body").GetString()!)));
            if (record.TryGetProperty("messageAttributes", out var attributes))
            {
                node["md5OfMessageAttributes"] = SumOf(attributes);
            }

            Assert.Equal(RecordErrorCode.None, Fail(node.ToJsonString()));
        }
    }

    [Fact]
    public void Verify_SteadyState_AllocatesNothing()
    {
        var (checksums, message) = Read(
            $$"""{"body":"\u0054est message.","md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","messageAttributes":""" +
                $$"""{{{Number}},{{Binary}},{{Text}}},"md5OfMessageAttributes":"c932db14a896c663f83c260297d594ff"}""",
            ChecksumPolicy.Fail, ChecksumPolicy.Fail);

        Assert.Equal(RecordErrorCode.None, checksums.Verify(message));
        Assert.Equal(0, Allocations.LeastOf(() => checksums.Verify(message)));
    }

    private static byte[] Sized(string text) => Sized(Encoding.UTF8.GetBytes(text));

    private static byte[] Sized(byte[] bytes)
    {
        var size = BitConverter.GetBytes(bytes.Length);
        Array.Reverse(size);
        return [.. size, .. bytes];
    }

    private static string SumOf(JsonElement attributes)
    {
        var bytes = new List<byte>();
        foreach (var attribute in attributes.EnumerateObject().OrderBy(a => a.Name, StringComparer.Ordinal))
        {
            bytes.AddRange([.. Sized(attribute.Name), .. Sized(attribute.Value.GetProperty("dataType").GetString()!)]);
            var isText = attribute.Value.TryGetProperty("stringValue", out var text);
            bytes.AddRange(
                isText
                    ? [1, .. Sized(text.GetString()!)]
                    : [2, .. Sized(attribute.Value.GetProperty("binaryValue").GetBytesFromBase64())]);
        }
        return Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData([.. bytes]));
    }

    private static RecordErrorCode Fail(string message) => Run(message, ChecksumPolicy.Fail, ChecksumPolicy.Fail).Code;

    private static (RecordErrorCode Code, MessageWarnings Warnings) Run(
        string json, ChecksumPolicy body, ChecksumPolicy attributes)
    {
        var (checksums, message) = Read(json, body, attributes);
        return (checksums.Verify(message), checksums.Warnings);
    }

    private static (MessageChecksums Checksums, SourceMessage Message) Read(
        string json, ChecksumPolicy body, ChecksumPolicy attributes)
    {
        var trie = MessageSlots.CreateTrie();
        var plan = ChecksumPlan.Create(trie, body, attributes)!;
        var message = new SourceMessage(trie.Freeze());
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        message.Read(ref reader, bytes, 0, 0);
        return (new MessageChecksums(plan), message);
    }
}
