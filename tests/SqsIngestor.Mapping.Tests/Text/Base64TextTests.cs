using System.Text;
using System.Text.Json;
using CsCheck;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Language.Payloads;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Mapping.Text;

namespace SqsIngestor.Mapping.Tests.Text;

public sealed class Base64TextTests
{
    private static readonly string[] Pieces = ["=", "==", "\r\n", " ", "\t", "*", "-", "+", "é", "AQ=="];

    /// <summary>Text that is nearly base64: whole, cut, with padding, line breaks and strange characters anywhere.</summary>
    private static readonly Gen<string> NearlyBase64 = Gen.OneOf(
        Gen.String[Gen.Char["ABQgw019+/-_=\n "], 0, 24],
        Gen.Byte.Array[0, 90].Select(Convert.ToBase64String),
        Gen.Byte.Array[0, 90].Select(bytes => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)),
        Gen.Byte.Array[0, 90].Select(
            bytes => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        Gen.Select(
            Gen.Byte.Array[0, 60].Select(Convert.ToBase64String), Gen.Int[0, Pieces.Length - 1], Gen.Int[0, 80],
            (text, piece, at) => text.Insert(Math.Min(at, text.Length), Pieces[piece])));

    private static readonly MappingPlan Columns = TestPlans.Compile(
        "version: 1\ndescriptor: every_type.binpb\nmessage: tests.every.EveryType\ncolumns:\n"
            + "  bytes_value: $.body.v\n  far: $.body.after\n  by_zigzag: $.body.map\n"
            + "  string_value: { from: $.body.v, transform: [base64_decode, hex_encode] }\n"
            + "ignore: [" + string.Join(", ", EveryType.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name)
                .Where(name => name is not ("bytes_value" or "far" or "by_zigzag" or "string_value"))) + "]\n"
            + "defaults: { on_error: to_null }\n",
        OneColumn.Descriptors).Plan!;

    [Theory]
    [InlineData("", "")]
    [InlineData("AQ==", "01")]
    [InlineData("AQ", "01")]
    [InlineData("AR==", "01")]
    [InlineData("+/8=", "FBFF")]
    [InlineData("-_8", "FBFF")]
    [InlineData("QUJD\r\nREVG", "414243444546")]
    [InlineData("YQ\n==", "61")]
    [InlineData(" Y Q = =\t", "61")]
    [InlineData("AQ==AQ==", null)]
    [InlineData("AQ==AAAA", null)]
    [InlineData("AQ==\nAQ==", null)]
    [InlineData("AQ= =A", null)]
    [InlineData("AQ=", null)]
    [InlineData("AAA==", null)]
    [InlineData("AAAA=", null)]
    [InlineData("A===", null)]
    [InlineData("A", null)]
    [InlineData("=", null)]
    [InlineData("+_8=", null)]
    [InlineData("AQ==\0", null)]
    public void TryDecode_ByTheRule_IsTheBytesOrRefused(string text, string? expected) =>
        Assert.Equal(expected, Decode(text) is { } bytes ? Convert.ToHexString(bytes) : null);

    [Fact]
    public void TryDecode_AnyText_AgreesWithTheOracle() =>
        NearlyBase64.Sample(text => Assert.Equal(Base64Oracle.Decode(text), Decode(text)), iter: 200_000);

    [Fact]
    public void Encode_AnyText_IsTheBytesOrNullAndTheOtherColumnsStay() =>
        NearlyBase64.Sample(
            text =>
            {
                var value = JsonSerializer.Serialize(text);
                var (rows, error) = TestEncoding.Body(Columns, $$"""{"v":{{value}},"map":{"-1":{{value}}},"after":"kept"}""");

                Assert.Null(error);
                var row = EveryType.Parser.ParseFrom(Assert.Single(rows));
                var expected = Base64Oracle.Decode(text);
                Assert.Equal("kept", row.Far);
                Assert.Equal(expected, row.HasBytesValue ? row.BytesValue.ToByteArray() : null);
                Assert.Equal(expected is null ? "" : Convert.ToHexStringLower(expected), row.StringValue);
                Assert.Equal(expected, row.ByZigzag.Count > 0 ? row.ByZigzag[-1].ToByteArray() : null);
                // Nothing of the row is unknown to its descriptor.
                Assert.Equal(row, EveryType.Parser.WithDiscardUnknownFields(true).ParseFrom(rows[0]));
            },
            iter: 20_000);

    [Theory]
    [InlineData("base64")]
    [InlineData("base64url")]
    public void Body_AnyText_FollowsTheSameRule(string step)
    {
        var run = new PayloadRun($"payload: {{ decode: {step} }}");

        NearlyBase64.Sample(
            text => Assert.Equal(
                Base64Oracle.Decode(text) is { } bytes ? "bytes " + Convert.ToHexString(bytes) : "base64", run.Body(text)),
            iter: 20_000, threads: 1);
    }

    [Fact]
    public void Attribute_AnyText_FollowsTheSameRule()
    {
        var plan = OneColumn.Plan("string_value", "{ from: $.attr.bin, transform: hex_encode }");

        NearlyBase64.Sample(
            text =>
            {
                var value = JsonSerializer.Serialize(text);
                var payload = Encoding.UTF8.GetBytes(
                    """{"Records":[{"messageId":"m","eventSource":"aws:sqs","messageAttributes":""" +
                        $$"""{"bin":{"binaryValue":{{value}},"dataType":"Binary"} } }]}""");
                var (rows, error) = TestEncoding.Event(plan, payload).Single();

                Assert.Equal(
                    Base64Oracle.Decode(text) is { } bytes ? Convert.ToHexStringLower(bytes) : "base64",
                    error is null ? EveryType.Parser.ParseFrom(rows[0]).StringValue : error.Code.ToText());
            },
            iter: 10_000);
    }

    private static byte[]? Decode(string text)
    {
        if (!Base64Text.TryRead(Encoding.UTF8.GetBytes(text), out var base64)) return null;
        var room = new byte[base64.Size];
        return base64.TryDecode(room) ? room : null;
    }
}
