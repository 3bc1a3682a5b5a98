using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Mapping.Tests.Records;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Protobuf;

/// <summary>Protobuf payloads against the library's own ProtoJSON.</summary>
public class ProtobufPayloadTests
{
    [Fact]
    public void Body_RandomMessage_EncodesToTheSameMessage()
    {
        var (run, plan) = (Run("EveryType"), CreatePlan());
        RandomMessages.EveryType.Sample(expected =>
        {
            // Not by the library's own parser: it takes 64-bit numbers through double.
            var (rows, error) = TestEncoding.Body(plan, run.Body(expected.ToByteString().ToBase64()));
            return error is null && EveryType.Parser.ParseFrom(rows.Single()).Equals(expected);
        }, iter: 2_000, threads: 1);
    }

    [Theory]
    [InlineData("""{"at":"2026-03-01T12:00:00.123456Z","took":"-1.500s"}""")]
    [InlineData("""{"at":"0001-01-01T00:00:00Z","took":"315576000000s"}""")]
    [InlineData("""{"at":"9999-12-31T23:59:59.999999999Z","took":"0.000000001s"}""")]
    [InlineData("""{"took":"-0.100s","details":{}}""")]
    [InlineData("""{"details":{"a":{"b":[1,"x",null,true,{"c":[]}]},"n":null}}""")]
    [InlineData("""{"anything":null}""")]
    [InlineData("""{"anything":[{"a":1.5}]}""")]
    [InlineData("""{"list":[],"values":[1,null,"x"]}""")]
    [InlineData("""{"text":"","bytes":"","number":0,"flag":false}""")]
    [InlineData("""{"text":"é\"\\\u0001","bytes":"AAH/","number":1.25,"flag":true}""")]
    [InlineData("""{"durations":{"a":"1s","":"0s"}}""")]
    [InlineData("""{"nested":{"nested":{"code":-5}}}""")]
    public void Body_WellKnownTypes_HaveTheirOwnForm(string json) =>
        Assert.Equal(json, Body(JsonParser.Default.Parse<PayloadTypes>(json)));

    [Fact]
    public void Body_IntegersOf64Bits_AreNumbers()
    {
        Assert.Equal("""{"count":-9223372036854775808}""", Body(new PayloadTypes { Count = long.MinValue }));
        Assert.Equal("""{"uint64_value":18446744073709551615}""", Body(new EveryType { Uint64Value = ulong.MaxValue }));
    }

    [Fact]
    public void Body_Group_IsAnObject() =>
        Assert.Equal(
            """{"inner":{"label":"x","level":3}}""", Body(new PayloadTypes { Inner = new() { Label = "x", Level = 3 } }));

    [Fact]
    public void Body_SingularFieldInParts_IsMerged()
    {
        var parts = new[]
        {
            new EveryType { Node = new() { Name = "a", Child = new() { Name = "c" } }, Int32Value = 1 },
            new EveryType { Node = new() { Name = "b" }, Int32Value = 2 },
        };

        Assert.Equal(
            """{"int32_value":2,"node":{"name":"b","child":{"name":"c"}}}""", Body([.. parts.SelectMany(p => p.ToByteArray())]));
    }

    [Fact]
    public void Body_OneofSetAgain_HasOnlyTheLastMember()
    {
        var members = new[]
        {
            new PayloadTypes { Nested = new() { Code = 1 } }, new PayloadTypes { Name = "x" },
            new PayloadTypes { Nested = new() { Name = "y" } },
        };

        Assert.Equal("""{"nested":{"name":"y"}}""", Body(members.SelectMany(m => m.ToByteArray())));
        Assert.Equal("""{"name":"x"}""", Body(members.Take(2).SelectMany(m => m.ToByteArray())));
    }

    [Fact]
    public void Body_ElementsInPieces_AreOneArray()
    {
        // 18: packed (two values, none, one) and a single value; 19: declared unpacked, sent packed.
        Assert.Equal(
            """{"packed":[1,2,3,4],"unpacked":[5,6]}""",
            Body([0x92, 1, 2, 1, 2, 0x92, 1, 0, 0x9a, 1, 2, 5, 6, 0x92, 1, 1, 3, 0x90, 1, 4]));
        Assert.Equal("""{"packed":[]}""", Body([0x92, 1, 0]));
    }

    [Fact]
    public void Body_UnknownFieldsAndEmptyMessages_AreLeftOut()
    {
        Assert.Equal("{}", Body([]));
        // Field 31 in every wire type, a group with a group in it among them.
        Assert.Equal(
            """{"int32_value":1}""",
            Body(
                [
                    0xf8, 1, 1, 0xfa, 1, 1, 0, 0xfd, 1, 1, 2, 3, 4, 0xf9, 1, 1, 2, 3, 4, 5, 6, 7, 8, 0xfb, 1, 0x0b, 0x0c, 0xfc, 1,
                    0x18, 1]));
        // int32_value with the wire type of a text.
        Assert.Equal("{}", Body([0x1a, 1, 1]));
    }

    [Fact]
    public void Body_EnumNumberWithoutAName_StaysANumber() => Assert.Equal("""{"color":7}""", Body([0x80, 1, 7]));

    [Fact]
    public void Body_EntryWithoutKeyOrValue_HasTheirDefaults() =>
        Assert.Equal(
            """{"by_name":{"":{}},"by_number":{"0":""},"by_flag":{"false":0}}""", Body([0xb2, 1, 0, 0xba, 1, 0, 0xc2, 1, 0]));

    [Theory]
    [InlineData(new byte[] { 0x18 }, "body_syntax")]
    [InlineData(new byte[] { 0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 }, "body_syntax")]
    [InlineData(new byte[] { 0x00, 1 }, "body_syntax")]
    [InlineData(new byte[] { 0x1e, 1 }, "body_syntax")]
    [InlineData(new byte[] { 0x72, 5, 1 }, "body_syntax")]
    [InlineData(new byte[] { 0x72, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 }, "body_syntax")]
    [InlineData(new byte[] { 0x09, 1, 2, 3 }, "body_syntax")]
    [InlineData(new byte[] { 0xfb, 1, 0xf4, 1 }, "body_syntax")]
    [InlineData(new byte[] { 0xfb, 1 }, "body_syntax")]
    [InlineData(new byte[] { 0xfc, 1 }, "body_syntax")]
    [InlineData(new byte[] { 0x92, 1, 1, 0x80 }, "body_syntax")]
    [InlineData(new byte[] { 0x72, 1, 0xff }, "text_encoding")]
    public void Body_BrokenMessage_IsAnError(byte[] message, string expected) => Assert.Equal(expected, Body(message));

    [Fact]
    public void Body_MomentOutOfRange_IsAnError()
    {
        Assert.Equal("body_syntax", Body(new PayloadTypes { At = new Timestamp { Seconds = long.MaxValue } }));
        Assert.Equal("body_syntax", Body(new PayloadTypes { At = new Timestamp { Nanos = -1 } }));
        Assert.Equal("body_syntax", Body(new PayloadTypes { Took = new Duration { Seconds = 1, Nanos = -1 } }));
    }

    [Fact]
    public void Body_NestedTooDeep_IsAnError()
    {
        var message = new PayloadTypes();
        for (var i = 0; i < 70; i++) message = new PayloadTypes { Nested = message };

        Assert.Equal("body_depth", Body(message));
    }

    [Fact]
    public void Body_SmallMessageWithLongJson_StopsAtTheLimit()
    {
        var run = new PayloadRun(
            "payload: { decode: [base64, { protobuf: tests.every.EveryType }], limits: { max_bytes: 100KiB } }");
        var many = new EveryType();
        many.Doubles.AddRange(Enumerable.Repeat(double.MinValue, 10_000));
        var (fits, escaped) = (
            new EveryType { StringValue = new string('x', 20_000) }, new EveryType
            {
                StringValue = new string('\u0001', 20_000),
            });

        Assert.Equal("body_size", run.Body(many.ToByteString().ToBase64()));
        Assert.Equal("body_size", run.Body(escaped.ToByteString().ToBase64()));
        Assert.StartsWith("{", run.Body(fits.ToByteString().ToBase64()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EveryType")]
    [InlineData("PayloadTypes")]
    public void Body_RandomBytes_AreAMessageOrAnError(string type)
    {
        var run = Run(type);
        Gen.Byte[0, 0x98].Array[0, 40].Sample(bytes =>
        {
            var body = run.Body(Convert.ToBase64String(bytes));
            return body.StartsWith('{') || IsErrorOfAMessage(body);
        }, iter: 10_000, threads: 1);
    }

    [Fact]
    public void Body_MutatedMessage_IsAMessageOrAnError()
    {
        var run = Run("PayloadTypes");
        var original = JsonParser.Default.Parse<PayloadTypes>(
            """{"at":"2026-03-01T12:00:00.5Z","took":"1s","details":{"a":[1,"x",null]},"list":""" +
                """[{}],"durations":{"a":"1s"},"nested":{"name":"x","values":[true]}}""").ToByteArray();
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte, Gen.Int[0, 3]).Sample((at, value, cut) =>
        {
            var bytes = original[..^cut];
            bytes[at % bytes.Length] = value;
            var body = run.Body(Convert.ToBase64String(bytes));
            return body.StartsWith('{') || IsErrorOfAMessage(body);
        }, iter: 10_000, threads: 1);
    }

    [Fact]
    public void Body_SteadyState_AllocatesNothing()
    {
        var payload = Run("EveryType").Payload;
        var message = new EveryType
        {
            StringValue = "x",
            Int32Value = 1,
            DoubleValue = 0.1,
            Node = new() { Name = "\n", Labels = { ["a"] = "b" } },
            Packed = { 1, 2, 3 },
        };
        var body = System.Text.Encoding.ASCII.GetBytes(message.ToByteString().ToBase64());

        Assert.Equal(0, Allocations.LeastOf(() =>
        {
            payload.Load(SourceValue.FromText(body));
            payload.Select(0);
        }));
        Assert.StartsWith("{", PayloadRun.Text(payload.Values.Body(0)), StringComparison.Ordinal);
    }

    private static MappingPlan CreatePlan()
    {
        var columns = EveryType.Descriptor.Fields.InDeclarationOrder()
            .Where(f => f.Name != "timestamp")
            .Select(f => $"  {f.Name}: $.body.{f.Name}\n");
        return TestPlans.Plan(
            $"version: 1\ndescriptor: every_type.binpb\nmessage: tests.every.EveryType\n" +
                $"ignore: [timestamp]\ncolumns:\n{string.Concat(columns)}",
            Protoc.Compile(
                RepositoryFiles.PathOf(
                    "tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "every_type.proto"));
    }

    private static bool IsErrorOfAMessage(string text) =>
        text == RecordErrorCode.BodySyntax.ToText()
            || text == RecordErrorCode.TextEncoding.ToText()
            || text == RecordErrorCode.BodyDepth.ToText();

    private static PayloadRun Run(string message) =>
        new(
            $"payload: {{ decode: [base64, {{ protobuf: tests.{(message == "EveryType" ? "every" : "payloads")}.{message} " +
            $"}}] }}");

    private static string Body(IMessage message) =>
        Run(message.Descriptor.Name).Body(Convert.ToBase64String(message.ToByteArray()));

    private static string Body(byte[] message) => Run("EveryType").Body(Convert.ToBase64String(message));

    private static string Body(IEnumerable<byte> message) => Run("PayloadTypes").Body(Convert.ToBase64String([.. message]));
}
