using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Mapping.Tests.Language.Explain;

/// <summary>A name twice in an object loses a value, which is said where nothing rescues it.</summary>
public sealed class RepeatedNameTests
{
    private const string Rescued = "\n  rest: { rescued: { scope: all } }";

    [Theory]
    [InlineData("text: $.body.status", """{"status":"a","status":"b"}""", "status")]
    [InlineData("text: $.body.a.status", """{"a":{"status":"a","st\u0061tus":"b"}}""", "status")]
    [InlineData("part: $.body.p", """{"p":{"x":"a","x":"b"}}""", "x")]
    [InlineData("parts: $.body.p", """{"p":[{"x":"a"},{"x":"a","x":"b"}]}""", "x")]
    [InlineData("parts: { each: $.body.p, fields: { x: $.item.sku } }", """{"p":[{"sku":"a","sku":"b"}]}""", "sku")]
    public void Run_NameTwiceWithoutARescuedColumn_IsSaid(string column, string body, string name)
    {
        var expected =
            $"an object of the body has the name '{name}' twice; its last value is used, the others are lost";

        Assert.Equal([expected], Hints(column, body));
        Assert.Empty(Hints(column + Rescued, body));
    }

    [Theory]
    [InlineData("part: $.body.p", """{"p":{"x":"a","x":"b"}}""", "x")]
    [InlineData("text: $.body.status", """{"status":"a","status":"b"}""", "status")]
    public void Run_NameTwiceWithARescuedColumnOfTheBody_IsSaid(string column, string body, string name) =>
        Assert.Equal(
            [
                $"an object of the body has the name '{name}' twice; its last value is used, "
                + "the others are lost where a column takes the object as a whole",
            ],
            Hints(column + "\n  rest: { rescued: { scope: body } }", body));

    [Theory]
    [InlineData("text: { concat: [$.body.dev.maker, '-', $.body.dev.no] }", """{"dev":{"maker":"a","no":1,"no":2}}""", "no")]
    [InlineData("number: { expr: body.dev.count }", """{"dev":{"count":1,"count":2}}""", "count")]
    public void Run_NameOfAConcatOrAnExpressionTwice_IsSaidAsAnyOther(string column, string body, string name)
    {
        Assert.Equal([$"an object of the body has the name '{name}' twice; its last value is used, the others are lost"],
            Hints(column, body));
        Assert.Empty(Hints(column + "\n  rest: { rescued: { scope: all } }", body));
    }

    [Fact]
    public void Run_NameTwiceInsideOfText_IsSaidWithoutTheName() =>
        Assert.Equal(
            ["an object, such as one in a text of the body, has a name twice; its last value is used, the others are lost"],
            Hints("part: { from: $.body.p, transform: parse_json }", """{"p":"{\"x\":\"a\",\"x\":\"b\"}"}"""));

    [Theory]
    [InlineData("""{"status":"a","zz":{"status":1,"status":2}}""")]
    [InlineData("""{"status":"a","other":1,"other":2}""")]
    [InlineData("""{"status":"a","more":{"status":"b"}}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"status":"a","\ud800":1,"\ud800":2}""")]
    public void Run_NameThatTheMappingDoesNotRead_IsNotSaid(string body) => Assert.Empty(Hints("text: $.body.status", body));

    [Theory]
    [InlineData("text: $.body.status", """{"status":"a","status":"b"}""", true)]
    [InlineData("text: $.body.a.status", """{"a":{"status":"a","st\u0061tus":"b"}}""", true)]
    [InlineData("text: $.body.a.status", """{"a":{"status":"a"},"a":{}}""", true)]
    [InlineData("part: $.body.p", """{"p":{"x":"a","x":"b"}}""", true)]
    [InlineData("part: { from: $.body.p, transform: parse_json }", """{"p":"{\"x\":\"a\",\"x\":\"b\"}"}""", true)]
    [InlineData("parts: { each: $.body.p, fields: { x: $.item.sku } }", """{"p":[{"sku":"a","sku":"b"},{}]}""", true)]
    [InlineData("text: $.body.status", """{"status":"a","other":1,"other":2}""", false)]
    [InlineData("text: $.body.l[-1].a\n  more: $.body.l[0].a", """{"l":[{"a":"1"},{"a":"2"}]}""", false)]
    [InlineData("part: $.body.p", """{"p":{"x":"a","y":1}}""", false)]
    public void Encode_NameTwice_IsFoundInTheFunctionToo(string column, string body, bool expected)
    {
        var plan = SilentRig.Plan("columns:\n  " + column);
        var (encoder, message, file) = (plan.CreateEncoder(), plan.CreateMessage(), EventInput.OfBodies(body, "{}"));
        var reader = new SqsEventReader(file, file.Length);
        var found = new List<bool>();
        while (reader.Read(message))
        {
            encoder.Encode(message, new InvocationContext { IngestTime = default });
            found.Add(encoder.HasDuplicateName);
        }

        Assert.Equal([expected, false], found);
    }

    private static IReadOnlyList<string> Hints(string columns, string body)
    {
        var plan = SilentRig.Plan("columns:\n  " + columns);
        var payload = EventInput.OfBodies(body);
        var inspected = Assert.Single(EventInspector.Run(plan, payload, default)).Hints;

        Assert.Equal(inspected, Assert.Single(EventTracer.Run(plan, payload, default)).Message.Hints);
        return inspected;
    }
}
