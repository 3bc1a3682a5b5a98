using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Mapping.Tests.Language.Transforms;

public sealed class TransformTests
{
    private static readonly MappingPlan Trim = String("trim");
    private static readonly MappingPlan Upper = String("upper");
    private static readonly MappingPlan Sha256 = String("sha256");
    private static readonly MappingPlan Substring = String("'substring(1, 3)'");
    private static readonly MappingPlan Sorted = String("[sort, 'join(\"|\")']");
    private static readonly MappingPlan Split = OneColumn.Plan("strings", "{ from: $.body.v, transform: 'split(\"a\")' }");

    [Theory]
    [InlineData("trim", "\" \\t\\u00a0a b\\u2003\\n\"", "a b")]
    [InlineData("trim", "\"   \"", "")]
    [InlineData("trim", "12.50", "12.50")]
    [InlineData("upper", "\"straße é ÿ 𐐨\"", "STRAßE É Ÿ 𐐀")]
    [InlineData("lower", "\"ÀÉ Ⱥ ABC\"", "àé ⱥ abc")]
    [InlineData("upper", "true", "TRUE")]
    [InlineData("\"substring(1, 2)\"", "\"a😀éz\"", "😀é")]
    [InlineData("\"substring(1)\"", "\"a😀éz\"", "😀éz")]
    [InlineData("\"substring(4, 2)\"", "\"a😀éz\"", "")]
    [InlineData("\"substring(2147483647, 2147483647)\"", "\"a😀éz\"", "")]
    [InlineData("\"substring(0, 0)\"", "\"abc\"", "")]
    [InlineData("'replace(\"aa\", \"b\")'", "\"aaaaa\"", "bba")]
    [InlineData("'replace(\"-\", \"\")'", "\"a-b-c\"", "abc")]
    [InlineData("'replace(\"x\", \"y\")'", "\"a\\\"b\"", "a\"b")]
    [InlineData("'regex_extract(\"a([0-9]+)b\", 1)'", "\"xa12b a3b\"", "12")]
    [InlineData("'regex_extract(\"a([0-9]+)b\")'", "\"xa12b\"", "12")]
    [InlineData("'regex_extract(\"[0-9]+\")'", "\"é12b\"", "12")]
    [InlineData("'regex_extract(\"a([0-9]+)b\", 0)'", "\"xa12b\"", "a12b")]
    [InlineData("'regex_extract(\"(?P<n>\\d+)\", \"n\")'", "\"é 12\"", "12")]
    [InlineData("url_decode", "\"a+b%20c%C3%A9%2f\"", "a b cé/")]
    [InlineData("truncate_bytes(5)", "\"aé😀\"", "aé")]
    [InlineData("truncate_bytes(7)", "\"aé😀\"", "aé😀")]
    [InlineData("truncate_bytes(1)", "\"é\"", "")]
    [InlineData("to_int", "\"9007199254740993\"", "9007199254740993")]
    [InlineData("to_int", "18446744073709551615", "18446744073709551615")]
    [InlineData("to_int", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("to_int", "12e2", "1200")]
    [InlineData("to_int", "true", "1")]
    [InlineData("to_float", "\"1.50\"", "1.50")]
    [InlineData("to_float", "\"NaN\"", "NaN")]
    [InlineData("to_bool", "\"Yes\"", "true")]
    [InlineData("to_bool", "\"F\"", "false")]
    [InlineData("to_bool", "0", "false")]
    [InlineData("base64_encode", "\"é\"", "w6k=")]
    [InlineData("base64_decode", "\"w6k\"", "é")]
    [InlineData("[base64_decode, hex_encode]", "\"-_8\"", "fbff")]
    [InlineData("hex_encode", "\"é\"", "c3a9")]
    [InlineData("hex_decode", "\"C3a9\"", "é")]
    [InlineData("md5", "\"abc\"", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("sha256", "\"abc\"", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("to_json", "{ \"a\" : 1.0 }", "{ \"a\" : 1.0 }")]
    [InlineData("to_json", "\"a\\u0041\"", "\"a\\u0041\"")]
    [InlineData("[trim, to_json]", "\" a\\\"b \"", "\"a\\\"b\"")]
    [InlineData("to_json", "true", "true")]
    [InlineData("['split(\",\")', 'join(\"|\")']", "\"a,b,,c\"", "a|b||c")]
    [InlineData("['split(\",\")', to_json]", "\"a,\\\"b\\\",\"", "[\"a\",\"\\\"b\\\"\",\"\"]")]
    [InlineData("['split(\", \")', first, upper]", "\"a\\u002c b\"", "A")]
    [InlineData("['split(\",\")', last]", "\"a,b\"", "b")]
    [InlineData("[first]", "[7,8]", "7")]
    [InlineData("[keys, to_json]", "{\"b\":1,\"a\\u0041\":2}", "[\"b\",\"a\\u0041\"]")]
    [InlineData("[values, to_json]", "{\"b\":1,\"a\":{\"x\":[1, 2]}}", "[1,{\"x\":[1, 2]}]")]
    [InlineData(
        "[sort, to_json]", "[\"b\",10,\"a\",9,true,null,[1],false,-1.5,1e1,\"\\u0061\"]",
        "[null,false,true,-1.5,9,10,1e1,\"a\",\"\\u0061\",\"b\",[1]]")]
    [InlineData("[distinct, to_json]", "[\"b\",1,\"\\u0062\",1.0,\"a\",10e-1,[1],[1],null,null]", "[\"b\",1,\"a\",[1],null]")]
    [InlineData("[parse_json, keys, 'join(\"+\")']", "\"{\\\"x\\\":1,\\\"y\\\":2}\"", "x+y")]
    [InlineData("[values, last, values, 'join(\"-\")']", "{\"a\":0,\"b\":{\"x\":1,\"y\":\"z\"}}", "1-z")]
    [InlineData("[values, distinct, sort, 'join(\"\")']", "{\"a\":3,\"b\":1,\"c\":3}", "13")]
    public void Transform_IntoString_Gives(string transform, string json, string expected) =>
        Assert.Equal(expected, OneColumn.Encode(String(transform), json).StringValue);

    [Theory]
    [InlineData("trim", "{}", "wrong_type")]
    [InlineData("trim", "\"\\ud800\"", "text_encoding")]
    [InlineData("url_decode", "\"%4\"", "url_encoding")]
    [InlineData("url_decode", "\"%zz\"", "url_encoding")]
    [InlineData("url_decode", "\"%ff\"", "text_encoding")]
    [InlineData("to_int", "1.5", "number_fraction")]
    [InlineData("to_int", "\"x\"", "number_syntax")]
    [InlineData("to_int", "18446744073709551616", "number_range")]
    [InlineData("to_int", "-9223372036854775809", "number_range")]
    [InlineData("to_float", "\"1,5\"", "number_syntax")]
    [InlineData("to_float", "true", "wrong_type")]
    [InlineData("to_bool", "\"on\"", "bool_syntax")]
    [InlineData("to_bool", "\"\"", "bool_syntax")]
    [InlineData("[parse_json, to_json]", "\"{\"", "json_syntax")]
    [InlineData("[parse_json, to_json]", "\"\"", "json_syntax")]
    [InlineData("[parse_json, to_json]", "\"1 2\"", "json_syntax")]
    [InlineData("base64_decode", "\"a\"", "base64")]
    [InlineData("base64_decode", "\"/w==\"", "text_encoding")]
    [InlineData("hex_decode", "\"abc\"", "hex")]
    [InlineData("hex_decode", "\"zz\"", "hex")]
    [InlineData("first", "\"a\"", "wrong_type")]
    [InlineData("[keys, to_json]", "[]", "wrong_type")]
    [InlineData("'join(\",\")'", "[1,null]", "null_item")]
    [InlineData("'join(\",\")'", "[[]]", "wrong_type")]
    [InlineData("[sort, to_json]", "{}", "wrong_type")]
    [InlineData("to_json", "[\"\\ud800\"]", "text_encoding")]
    public void Transform_WhatDoesNotFit_FailsWithCode(string transform, string json, string code) =>
        Assert.Equal(code, OneColumn.ErrorOf(String(transform), json));

    [Theory]
    [InlineData("'regex_extract(\"x\")'", "\"abc\"")]
    [InlineData("first", "[]")]
    [InlineData("parse_json", "\"null\"")]
    [InlineData("trim", "null")]
    public void Transform_NothingOrNull_IsLeftToThePolicies(string transform, string json)
    {
        Assert.False(OneColumn.Encode(String(transform), json).HasStringValue);
        Assert.Equal(
            "x",
            OneColumn.Encode(
                OneColumn.Plan("string_value", $"{{ from: $.body.v, transform: {transform}, default: x }}"), json).StringValue);
    }

    [Fact]
    public void Transform_Mask_HashesSaltThenValue()
    {
        var expected = Convert.ToHexStringLower(SHA256.HashData("pepperé"u8));

        Assert.Equal(expected, OneColumn.Encode(String("'mask_sha256(\"pepper\")'"), "\"\\u00e9\"").StringValue);
    }

    [Fact]
    public void Transform_ListIntoArray_FillsIt() =>
        Assert.Equal(
            ["a", "b\"", ""],
            OneColumn.Encode(OneColumn.Plan("strings", "{ from: $.body.v, transform: 'split(\";\")' }"), "\"a;b\\\";\"").Strings);

    [Fact]
    public void Transform_ParsedJsonIntoStructAndNumbers_FillsThem()
    {
        Assert.Equal(
            "x",
            OneColumn.Encode(
                OneColumn.Plan("node", "{ from: $.body.v, transform: parse_json }"),
                "\"{\\\"child\\\":{\\\"name\\\":\\\"x\\\"}}\"").Node.Child.Name);
        Assert.Equal(
            [3, 1],
            OneColumn.Encode(
                OneColumn.Plan("packed", "{ from: $.body.v, transform: [parse_json, distinct] }"), "\"[3,1,3]\"").Packed);
    }

    [Fact]
    public void Transform_ThenMeaning_IsCoerced()
    {
        var plan = OneColumn.Plan("int64_value", "{ from: $.body.v, transform: [trim, 'replace(\"/\", \"-\")'], as: timestamp }");

        Assert.Equal(0, OneColumn.Encode(plan, "\" 1970/01/01T00:00:00Z \"").Int64Value);
    }

    [Fact]
    public void Transform_ThenEnum_IsLookedUp() => Assert.Equal(
        "RED", OneColumn.Encode(
            OneColumn.Plan("string_value", "{ from: $.body.v, transform: trim, enum: e }", "enums: { e: { rot: RED } }"),
            "\" rot \"").StringValue);

    [Fact]
    public void Transform_Constant_IsTransformed() =>
        Assert.Equal(
            "ABC", OneColumn.Encode(OneColumn.Plan("string_value", "{ const: abc, transform: upper }"), "0").StringValue);

    [Fact]
    public void Transform_OfFirstPresentAlternative_AppliesToIt() =>
        Assert.Equal(
            "A",
            OneColumn.Encode(
                OneColumn.Plan("string_value", "{ from: [$.body.w, $.body.v], transform: upper }"), "\"a\"").StringValue);

    [Fact]
    public void Transform_ResultTooLarge_FailsAndTheNextMessageIsFine()
    {
        var plan = String($"['replace(\"a\", \"{new string('b', 900)}\")']");

        Assert.Equal("value_size", OneColumn.ErrorOf(plan, $"\"{new string('a', 50_000)}\""));
        Assert.Equal("b", OneColumn.Encode(plan, "\"b\"").StringValue);
    }

    [Fact]
    public void Transform_TextTooLongForThePattern_Fails() =>
        Assert.Equal(
            "value_size", OneColumn.ErrorOf(String("'regex_extract(\"(a{900})b\")'"), $"\"{new string('a', 100_000)}\""));

    /// <summary>An engine that backtracks would need longer than the universe is old.</summary>
    [Fact]
    public void Transform_CatastrophicPattern_TakesLinearTime() =>
        Assert.False(OneColumn.Encode(String("'regex_extract(\"^(a+)+$\")'"), $"\"{new string('a', 50_000)}!\"").HasStringValue);

    [Fact]
    public void Transform_InvalidUtf8_IsARecordError()
    {
        var payload =
            "{\"Records\":[{\"messageId\":\"m\",\"body\":\"{\\\"v\\\":\\\"?\\\"}\",\"eventSource\":\"aws:sqs\"}]}"u8.ToArray();
        payload[Array.IndexOf(payload, (byte)'?')] = 0xff;

        Assert.StartsWith(
            "text_encoding", Assert.Single(TestEncoding.Event(String("upper"), payload)).Error?.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_TextFunctions_AgreeWithTheFramework() => Gen.String.Where(IsWellFormed).Sample(text =>
    {
        var json = JsonSerializer.Serialize(text);
        Assert.Equal(text.Trim(), OneColumn.Encode(Trim, json).StringValue);
        Assert.Equal(text.ToUpperInvariant(), OneColumn.Encode(Upper, json).StringValue);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), OneColumn.Encode(Sha256, json).StringValue);
        Assert.Equal(string.Concat(text.EnumerateRunes().Skip(1).Take(3)), OneColumn.Encode(Substring, json).StringValue);
        Assert.Equal(text.Split('a'), OneColumn.Encode(Split, json).Strings);
    }, iter: 500);

    [Fact]
    public void Transform_Sort_AgreesWithTheFramework() => Gen.Decimal.Array[0, 20].Sample(numbers =>
    {
        var json = $"[{string.Join(",", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]";
        var expected = string.Join("|", numbers.Order().Select(n => n.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(expected, OneColumn.Encode(Sorted, json).StringValue);
    }, iter: 300);

    private static bool IsWellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static MappingPlan String(string transform) =>
        OneColumn.Plan("string_value", $"{{ from: $.body.v, transform: {transform} }}");
}
