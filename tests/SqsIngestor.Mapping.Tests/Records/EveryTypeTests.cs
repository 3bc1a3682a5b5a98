using CsCheck;
using Google.Protobuf;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>The encoder against generated code, over random messages of every protobuf type.</summary>
public class EveryTypeTests
{
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));
    private static readonly MappingPlan Plan = CreatePlan();

    [Fact]
    public void Encode_RandomMessageAsProtoJson_ParsesToTheSameMessage() =>
        RandomMessages.EveryType.Sample(expected =>
        {
            var (rows, error) = TestEncoding.Body(Plan, Json.Format(expected));
            Assert.Null(error);
            return EveryType.Parser.ParseFrom(Assert.Single(rows)).Equals(expected);
        }, iter: 2_000);

    [Theory]
    [InlineData("int32_value", "2147483648", "number_range")]
    [InlineData("int32_value", "-2147483649", "number_range")]
    [InlineData("int32_value", "1.5", "number_fraction")]
    [InlineData("int32_value", "\"x\"", "number_syntax")]
    [InlineData("int32_value", "\" 1\"", "number_syntax")]
    [InlineData("int32_value", "true", "wrong_type")]
    [InlineData("int64_value", "9223372036854775808", "number_range")]
    [InlineData("int64_value", "1e400", "number_range")]
    [InlineData("uint32_value", "-1", "number_range")]
    [InlineData("uint64_value", "18446744073709551616", "number_range")]
    [InlineData("double_value", "1e400", "number_range")]
    [InlineData("double_value", "1e-400", "number_range")]
    [InlineData("double_value", "\"-0.00001e-320\"", "number_range")]
    [InlineData("float_value", "1e-46", "number_range")]
    [InlineData("float_value", "\"1e-46\"", "number_range")]
    [InlineData("float_value", "3.5e38", "number_range")]
    [InlineData("double_value", "\"infinity\"", "number_syntax")]
    [InlineData("bool_value", "\"true\"", "wrong_type")]
    [InlineData("bool_value", "1", "wrong_type")]
    [InlineData("bytes_value", "\"AQ==AQ==\"", "base64")]
    [InlineData("bytes_value", "\"a\"", "base64")]
    [InlineData("bytes_value", "\"ab=\"", "base64")]
    [InlineData("string_value", "{}", "wrong_type")]
    [InlineData("string_value", "\"\\ud800\"", "text_encoding")]
    [InlineData("color", "\"BLUE\"", "enum_value")]
    [InlineData("color", "7", "enum_value")]
    [InlineData("packed", "[1,null]", "null_item")]
    [InlineData("packed", "1", "wrong_type")]
    [InlineData("by_number", "{\"x\":\"y\"}", "number_syntax")]
    [InlineData("by_flag", "{\"yes\":1}", "wrong_type")]
    public void Encode_ValueThatDoesNotFit_FailsWithCodeColumnAndPointer(string column, string json, string code)
    {
        var name = column is "by_number" or "by_flag" ? column + ".key" : column;
        var (rows, error) = TestEncoding.Body(Plan, $$"""{"{{column}}":{{json}}}""");

        Assert.Empty(rows);
        Assert.StartsWith(
            $"{code} in column '{name}' of main.raw.test at /body/{column}", error?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int32_value", "1e3", 1000)]
    [InlineData("int32_value", "1.0", 1)]
    [InlineData("int32_value", "1200e-2", 12)]
    [InlineData("int32_value", "\"-7\"", -7)]
    [InlineData("int32_value", "0.0e99", 0)]
    public void Encode_IntegralNumberInAnyForm_IsTaken(string column, string json, int expected)
    {
        var (rows, _) = TestEncoding.Body(Plan, $$"""{"{{column}}":{{json}}}""");

        Assert.Equal(expected, EveryType.Parser.ParseFrom(Assert.Single(rows)).Int32Value);
    }

    [Theory]
    [InlineData("SGVsbG8gV29ybGQ=")]
    [InlineData("SGVsbG8gV29ybGQ")]
    public void Encode_Base64WithAndWithoutPadding_GivesTheBytes(string text)
    {
        var (rows, _) = TestEncoding.Body(Plan, $$"""{"bytes_value":"{{text}}"}""");

        Assert.Equal("Hello World", EveryType.Parser.ParseFrom(Assert.Single(rows)).BytesValue.ToStringUtf8());
    }

    [Fact]
    public void Encode_Base64Url_GivesTheBytes()
    {
        var (rows, _) = TestEncoding.Body(Plan, """{"bytes_value":"-_8"}""");

        Assert.Equal([0xfb, 0xff], EveryType.Parser.ParseFrom(Assert.Single(rows)).BytesValue.ToByteArray());
    }

    [Fact]
    public void Encode_NestedError_PointsAtTheInnermostValue()
    {
        var (_, error) = TestEncoding.Body(Plan, """{"nodes":[{"name":"a"},{"child":{"child":{"name":{}}}}]}""");

        Assert.Equal(
            "wrong_type in column 'nodes.child.child.name' of main.raw.test at /body/nodes/1/child/child/name",
            error?.ToString());
    }

    [Fact]
    public void Encode_MessagesNestedTooDeep_FailsAndTheNextOneIsFine()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"child":""", 60)) + "{}" + new string('}', 60);

        Assert.Equal("body_syntax at /body", TestEncoding.Body(Plan, $$"""{"node":{{deep}}{{deep}}""").Error?.ToString());
        Assert.Null(TestEncoding.Body(Plan, """{"node":{"child":{}}}""").Error);
    }

    [Fact]
    public void Encode_DuplicateNames_TheLastOneCountsWithNothingOfTheFirst()
    {
        var (rows, _) = TestEncoding.Body(
            Plan, """{"node":{"name":"first","child":{}},"node":{"labels":{"k":"1"},"labels":{"k":"2"}}}""");

        var node = EveryType.Parser.ParseFrom(Assert.Single(rows)).Node;
        Assert.False(node.HasName);
        Assert.Null(node.Child);
        Assert.Equal("2", node.Labels["k"]);
    }

    [Fact]
    public void Encode_LongTexts_GetLengthsOfEverySize()
    {
        foreach (var length in new[] { 0, 1, 127, 128, 129, 16_383, 16_384, 70_000 })
        {
            foreach (var unit in new[] { "a", "\n", "ü", "\u0001" })
            {
                var text = string.Concat(Enumerable.Repeat(unit, length));
                var expected = new EveryType { Node = new EveryType.Types.Node { Name = text }, StringValue = text };
                var (rows, _) = TestEncoding.Body(Plan, Json.Format(expected));
                Assert.Equal(expected.ToByteArray(), Assert.Single(rows));
            }
        }
    }

    private static MappingPlan CreatePlan()
    {
        var fields = EveryType.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Where(n => n != "timestamp");
        var columns = string.Concat(fields.Select(f => $"  {f}: $.body.{f}\n"));
        return TestPlans.Plan(
            $"version: 1\ndescriptor: every_type.binpb\nmessage: tests.every.EveryType\nignore: [timestamp]\ncolumns:\n{columns}",
            Protoc.Compile(
                RepositoryFiles.PathOf(
                    "tests", "SqsIngestor.Mapping.Tests", "Protos"), includeImports: true, "every_type.proto"));
    }
}
