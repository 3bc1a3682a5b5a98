using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>An element of XML that stands alone, where the table has an ARRAY.</summary>
public class OneElementTests
{
    private const string Xml = "payload: { decode: xml }\n";
    private const string One = "<o><i><x>a</x></i></o>";
    private const string Two = "<o><i><x>a</x></i><i><x>b</x></i></o>";

    [Theory]
    [InlineData("parts: { each: $.body.o.i, fields: { x: $.item.x } }", One, """{"parts":[{"x":"a"}]}""")]
    [InlineData("parts: { each: $.body.o.i, fields: { x: $.item.x } }", Two, """{"parts":[{"x":"a"},{"x":"b"}]}""")]
    [InlineData("parts: $.body.o.i", One, """{"parts":[{"x":"a"}]}""")]
    [InlineData("parts: $.body.o.i", Two, """{"parts":[{"x":"a"},{"x":"b"}]}""")]
    [InlineData("numbers: $.body.o.n", "<o><n>1</n></o>", """{"numbers":[1]}""")]
    [InlineData("numbers: { each: $.body.o.n, value: $.item }", "<o><n>1</n></o>", """{"numbers":[1]}""")]
    [InlineData("part: $.body.o", "<o><ys>1</ys></o>", """{"part":{"ys":[1]}}""")]
    [InlineData("parts: { each: $.body.o.i, fields: { ys: $.item.y } }", "<o><i><y>1</y></i></o>", """{"parts":[{"ys":[1]}]}""")]
    [InlineData("parts_by_name: $.body.o", "<o><k><ys>1</ys></k></o>", """{"parts_by_name":{"k":{"ys":[1]}}}""")]
    [InlineData("numbers: $.body.o.n", "<o><n/></o>", "{}")]
    [InlineData("numbers: $.body.o.n", "<o/>", "{}")]
    [InlineData("numbers: $.body.o.n", "<o><n>x</n></o>", "number_syntax in column 'numbers' of main.raw.test at /body/o/n/0")]
    public void Encode_OneElement_IsAnArrayOfOne(string column, string body, string expected) =>
        Assert.Equal(expected, Encode($"{Xml}columns:\n  {column}", body));

    [Theory]
    [InlineData(One, """{"text":"a"}""")]
    [InlineData(Two, "{\"text\":\"a\"}\n{\"text\":\"b\"}")]
    public void Explode_OneElement_GivesARow(string body, string expected) => Assert.Equal(
        expected,
        Encode($"{Xml}explode: {{ path: '$.body.o.i[*]', as: line, max_rows: 9 }}\ncolumns:\n  text: $.line.x", body));

    [Fact]
    public void Rescue_OneElement_HasWhatNoColumnReads() => Assert.Equal(
        """{"parts":[{"x":"a"}],"rest":{"body":{"o":{"i":{"z":"1"}}}}}""",
        Encode(
            $"{Xml}columns:\n  parts: $.body.o.i\n  rest: {{ rescued: {{ scope: all }} }}", "<o><i><x>a</x><z>1</z></i></o>"));

    [Fact]
    public void Encode_OneValueOfJson_IsNoArray() => Assert.Equal(
        "wrong_type in column 'numbers' of main.raw.test at /body/n", Encode("columns:\n  numbers: $.body.n", """{"n":1}"""));
}
