using SqsIngestor.Mapping.Tests.Protos;

namespace SqsIngestor.Mapping.Tests.Records.Values;

public sealed class NullItemsTests
{
    [Theory]
    [InlineData("packed", "$.body.v")]
    [InlineData("unpacked", "$.body.v")]
    [InlineData("strings", "$.body.v")]
    [InlineData("nodes", "$.body.v")]
    public void Fail_NullElement_FailsTheMessage(string column, string path) =>
        Assert.Equal("null_item", OneColumn.ErrorOf(OneColumn.Plan(column, path), "[null]"));

    [Theory]
    [InlineData("drop", new[] { 1, 2 })]
    [InlineData("default", new[] { 1, 0, 2 })]
    public void Packed_NullElement_IsDroppedOrTheDefault(string policy, int[] expected)
    {
        var plan = OneColumn.Plan("packed", $"{{ from: $.body.v, null_items: {policy} }}");

        Assert.Equal(expected, OneColumn.Encode(plan, "[1,null,2]").Packed);
    }

    [Fact]
    public void Packed_OnlyNullsDropped_LeavesTheFieldUnset()
    {
        var plan = OneColumn.Plan("packed", "{ from: $.body.v, null_items: drop }");

        Assert.Empty(Assert.Single(TestEncoding.Body(plan, """{"v":[null,null]}""").Rows));
    }

    [Theory]
    [InlineData("drop", new[] { "a", "b" })]
    [InlineData("default", new[] { "a", "", "b" })]
    public void Repeated_NullElement_IsDroppedOrTheDefault(string policy, string[] expected)
    {
        var plan = OneColumn.Plan("strings", $"{{ from: $.body.v, null_items: {policy} }}");

        Assert.Equal(expected, OneColumn.Encode(plan, "[\"a\",null,\"b\"]").Strings);
    }

    [Fact]
    public void Doubles_NullElement_CanBeTheDefault() =>
        Assert.Equal(
            [1.5, 0], OneColumn.Encode(
                OneColumn.Plan("doubles", "{ from: $.body.v, null_items: default }"), "[1.5,null]").Doubles);

    [Fact]
    public void Nodes_NullElement_CanBeAnEmptyStruct() =>
        Assert.Equal<EveryType.Types.Node>(
            [new(), new() { Name = "x" }],
            OneColumn.Encode(
                OneColumn.Plan("nodes", "{ from: $.body.v, null_items: default }"), "[null,{\"name\":\"x\"}]").Nodes);

    [Fact]
    public void Map_NullValue_IsDroppedOrTheDefault()
    {
        Assert.Equal("null_item", OneColumn.ErrorOf(OneColumn.Plan("by_number", "$.body.v"), "{\"1\":null}"));
        Assert.Equal(
            [2L],
            OneColumn.Encode(
                OneColumn.Plan("by_number", "{ from: $.body.v, null_items: drop }"), "{\"1\":null,\"2\":\"x\"}").ByNumber.Keys);
        Assert.Equal(
            "",
            OneColumn.Encode(OneColumn.Plan("by_number", "{ from: $.body.v, null_items: default }"), "{\"1\":null}").ByNumber[1]);
    }

    [Theory]
    [InlineData("[1,null]")]
    [InlineData("[1,{}]")]
    public void Each_ElementLeftUnset_FailsAtItsPlace(string json)
    {
        var plan = OneColumn.Plan("strings", "{ each: $.body.v, value: { from: $.item, on_error: to_null } }");

        Assert.Equal(
            "null_item in column 'strings' of main.raw.test at /body/v/1",
            TestEncoding.Body(plan, $$"""{"v":{{json}}}""").Error?.ToString());
    }

    [Theory]
    [InlineData("drop", new[] { "1" })]
    [InlineData("default", new[] { "1", "" })]
    public void Each_ElementLeftUnset_IsDroppedOrTheDefault(string policy, string[] expected)
    {
        var plan = OneColumn.Plan("strings", $"{{ each: $.body.v, value: $.item.x, null_items: {policy} }}");

        Assert.Equal(expected, OneColumn.Encode(plan, "[{\"x\":1},{}]").Strings);
    }

    [Fact]
    public void Each_NullStruct_IsNoEmptyStruct()
    {
        var plan = OneColumn.Plan("nodes", "{ each: $.body.v, fields: { name: $.item.name } }");

        Assert.Equal("null_item", OneColumn.ErrorOf(plan, "[null]"));
        Assert.Equal<EveryType.Types.Node>([new EveryType.Types.Node()], OneColumn.Encode(plan, "[{}]").Nodes);
    }

    [Fact]
    public void Entries_ValueLeftUnset_FailsOrIsDroppedOrTheDefault()
    {
        Assert.Equal("null_item", OneColumn.ErrorOf(Entries(""), "{\"1\":null}"));
        Assert.Equal([2L], OneColumn.Encode(Entries(", null_items: drop"), "{\"1\":null,\"2\":\"x\"}").ByNumber.Keys);
        Assert.Equal("", OneColumn.Encode(Entries(", null_items: default"), "{\"1\":null}").ByNumber[1]);
    }

    private static SqsIngestor.Mapping.Language.MappingPlan Entries(string options) =>
        OneColumn.Plan("by_number", $"{{ entries: $.body.v, value: $.value{options} }}");
}
