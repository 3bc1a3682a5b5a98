namespace SqsIngestor.Mapping.Tests.Language.Payloads.Unwraps;

/// <summary>Records of DynamoDB streams.</summary>
public class DynamoDbUnwrapTests
{
    private const string Yaml = "payload: { decode: { unwrap: dynamodb } }";
    private const string NotTyped = "record 1 has an attribute that is not one value with its type";
    private const string NotNumber = "record 1 has an attribute of the type N that is not a number";

    [Theory]
    [InlineData("""{"S":"a\u00fc\"b"}""", """
        "a\u00fc\"b"
        """)]
    [InlineData("""{ "N" : "-12345678901234567890123456789012345678.0500" }""", "-12345678901234567890123456789012345678.0500")]
    [InlineData("""{"N":"1.5E+125"}""", "1.5E+125")]
    [InlineData("""{"B":"SGVsbG8="}""", "\"SGVsbG8=\"")]
    [InlineData("""{"BOOL":false}""", "false")]
    [InlineData("""{"NULL":true}""", "null")]
    [InlineData("""{"L":[]}""", "[]")]
    [InlineData("""{"L":[{"S":"x"},{"N":"1"},{"L":[{"NULL":true}]}]}""", """["x",1,[null]]""")]
    [InlineData("""{"M":{}}""", "{}")]
    [InlineData("""{"M":{"S":{"S":"N"},"b":{"M":{"c":{"N":"0"}}}}}""", """{"S":"N","b":{"c":0}}""")]
    [InlineData("""{"SS":["a","b"]}""", """["a","b"]""")]
    [InlineData("""{"NS":["1","2.50"]}""", "[1,2.50]")]
    [InlineData("""{"BS":["AQ=="]}""", """["AQ=="]""")]
    public void Body_Attribute_HasItsPlainValue(string attribute, string expected) =>
        Assert.Equal(Record(expected), new PayloadRun(Yaml).Body(Record("\n " + attribute)));

    [Fact]
    public void Bodies_Records_KeepWhatIsNoAttribute()
    {
        const string Rest = """
            {"eventID":"1","dynamodb":{"ApproximateCreationDateTime":1772366400,"SequenceNumber":"111","Keys":null},"x":{"S":"y"}}
            """;

        Assert.Equal(
            [Rest, """{"dynamodb":{}}"""], new PayloadRun(Yaml).Bodies($"{{\"Records\":[{Rest},{{\"dynamodb\":{{}}}}]}}"));
    }

    [Theory]
    [InlineData("""{"a":1}""", "envelope_shape", "record 1 has no dynamodb")]
    [InlineData("""[{"dynamodb":{}},{"dynamodb":[]}]""", "envelope_shape", "record 2 has no dynamodb")]
    [InlineData("""{"dynamodb":{"Keys":{"a":"x"}}}""", "body_syntax", NotTyped)]
    [InlineData("""{"dynamodb":{"Keys":{"a":{}}}}""", "body_syntax", NotTyped)]
    [InlineData(
        """{"dynamodb":{"Keys":{"a":{"S":"x","N":"1"}}}}""", "body_syntax",
        NotTyped)]
    [InlineData("""{"dynamodb":{"Keys":{"a":{"S":1}}}}""", "body_syntax", NotTyped)]
    [InlineData("""{"dynamodb":{"Keys":{"a":{"X":""}}}}""", "body_syntax", NotTyped)]
    [InlineData(
        """{"dynamodb":{"Keys":{"a":{"NULL":false}}}}""", "body_syntax",
        NotTyped)]
    [InlineData("""{"dynamodb":{"Keys":{"a":{"N":"1,"}}}}""", "body_syntax", NotNumber)]
    [InlineData("""{"dynamodb":{"Keys":{"a":{"NS":["01"]}}}}""", "body_syntax", NotNumber)]
    [InlineData("""{"dynamodb":{"Keys":{"a":{"N":"NaN"}}}}""", "body_syntax", NotNumber)]
    [InlineData("""{"dynamodb":{"Keys":{"a":{"S":""", "body_syntax", "not JSON at line 1, byte 31")]
    public void Body_Broken_IsAnErrorOfTheStep(string body, string code, string detail)
    {
        var run = new PayloadRun(Yaml);

        Assert.Equal(code, run.Body(body));
        Assert.Equal("in the step dynamodb: " + detail, run.Payload.Fault?.Detail);
    }

    [Fact]
    public void Body_DeepAttribute_CountsItsPlainLevels()
    {
        static string Nested(int levels) =>
            "{\"dynamodb\":{\"Keys\":{\"a\":" + string.Concat(Enumerable.Repeat("{\"L\":[", levels)) + "{\"N\":\"1\"}"
            + string.Concat(Enumerable.Repeat("]}", levels)) + "}}}";

        Assert.StartsWith("{\"dynamodb\":", new PayloadRun(Yaml).Body(Nested(61)), StringComparison.Ordinal);
        Assert.Equal("body_depth", new PayloadRun(Yaml).Body(Nested(62)));
        Assert.Equal("body_depth", new PayloadRun(Yaml).Body(Nested(100_000)));
    }

    private static string Record(string value) =>
        $"{{\"eventName\":\"MODIFY\",\"dynamodb\":{{\"Keys\":{{\"k\":{value}}},\"NewImage\":{{\"v\":{value}}},"
        + $"\"OldImage\":{{\"w\":{value}}}}}}}";
}
