using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>What a body, an element or a value must be, by the columns that read parts of it.</summary>
public class ContainerShapeTests
{
    [Theory]
    [InlineData("\"t\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Body_OfWhichColumnsReadMembersAndElements_IsAnObjectOrAnArray(string body)
    {
        const string Columns = "columns:\n  text: $.body.a\n  more: '$.body[0]'";

        Assert.Equal("wrong_type in column 'text' of main.raw.test at /body", Encode(Columns, body));
        Assert.Equal("""{"text":"m"}""", Encode(Columns, """{"a":"m"}"""));
        Assert.Equal("""{"more":"e"}""", Encode(Columns, """["e"]"""));
    }

    [Fact]
    public void Element_OfWhichFieldsReadMembersAndElements_IsAnObjectOrAnArray()
    {
        const string Columns = "columns:\n  parts: { each: $.body.a, fields: { x: $.item.x, y: '$.item[0]' } }";

        Assert.Equal("wrong_type in column 'parts' of main.raw.test at /body/a/0", Encode(Columns, """{"a":["t"]}"""));
        Assert.Equal("""{"parts":[{"x":"m"},{"y":1}]}""", Encode(Columns, """{"a":[{"x":"m"},[1]]}"""));
    }

    [Fact]
    public void Entries_KeyThatReadsAnElement_DoesNotSayWhatTheFieldsNeed()
    {
        const string Column = "parts_by_name: { entries: $.body.a, key: '$.value[0]', fields: { x: $.value.x } }";

        // The fields need an object, whatever the key reads.
        Assert.Equal(
            "wrong_type in column 'parts_by_name.value' of main.raw.test at /body/a/0",
            Encode("columns:\n  " + Column, """{"a":{"k":["l"]}}"""));
    }

    [Fact]
    public void Entries_NameThatDoesNotFitTheKey_FollowsOnErrorOfTheColumn()
    {
        const string Column = "numbered: { entries: $.body.a, value: $.value";
        const string Body = """{"a":{"1":"x","k":"y"}}""";

        Assert.Equal(
            "number_syntax in column 'numbered.key' of main.raw.test at /body/a/1", Encode($"columns:\n  {Column} }}", Body));
        Assert.Equal("{}", Encode($"columns:\n  {Column}, on_error: to_null }}", Body));
        Assert.Equal("", Encode($"columns:\n  {Column}, on_error: skip_row }}", Body));
        Assert.Equal(
            """{"rest":{"/body/a":{"1":"x","k":"y"}}}""",
            Encode($"columns:\n  {Column}, on_error: rescue }}\n  rest: {{ rescued: {{ scope: body }} }}", Body));
    }

    [Theory]
    [InlineData("to_null", """{"body":{"z":"v"}}""", "body")]
    [InlineData("rescue", """{"body":{"z":"v"},"/body/b":{"y":1}}""", "body")]
    [InlineData("to_null", """{"body":{"b":{"y":1},"z":"v"}}""", "all")]
    public void Oneof_SecondMember_HasReadNothing(string policy, string rest, string scope) =>
        Assert.Equal(
            $$"""{"rest":{{rest}},"left":"l"}""",
            Encode(
                "columns:\n  left: $.body.a\n"
                    + $"  right: {{ from: $.body.b, fields: {{ x: $.body.z, y: $.body.b.y }}, on_error: {policy} }}\n"
                    + $"  rest: {{ rescued: {{ scope: {scope} }} }}",
                """{"a":"l","b":{"y":1},"z":"v"}"""));

    [Fact]
    public void Oneof_ADefault_IsNeverASecondMember() =>
        Assert.Contains(
            "MAP416", Diagnose("columns:\n  left: $.body.a\n  right: { fields: { x: $.body.z } }"), StringComparison.Ordinal);
}
