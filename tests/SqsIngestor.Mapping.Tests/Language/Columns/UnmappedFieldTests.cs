using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Tests.Protos;
using static SqsIngestor.Mapping.Tests.SilentRig;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>Fields below a column that have no source are NULL in every row: that is said, unless `ignore` lists them.</summary>
public sealed class UnmappedFieldTests
{
    private const string Head = "version: 1\ndescriptor: silent.binpb\nmessage: tests.silent.Whole\n";

    private const string Others = "text, number, texts, numbered, numbers, rest, more, left, right, strict_parts";

    [Theory]
    [InlineData("part: { fields: { x: $.body.x, ys: $.body.ys } }", "part.y', 'part.inner")]
    [InlineData("part: { from: $.body.p, fields: { x: $.body.p.x, ys: $.body.p.ys } }", "part.y', 'part.inner")]
    [InlineData("parts: { each: $.body.a, fields: { x: $.item.x, ys: $.item.ys } }", "parts.y', 'parts.inner")]
    [InlineData("parts: { each: $.body.a, value: { fields: { x: $.item, ys: $.body.ys } } }", "parts.y', 'parts.inner")]
    [InlineData(
        "parts_by_name: { entries: $.body.m, fields: { x: $.value.x, ys: $.value.ys } }",
        "parts_by_name.value.y', 'parts_by_name.value.inner")]
    public void Compile_FieldsWithoutASource_AreNamedAndCanBeIgnored(string column, string fields)
    {
        var name = column[..column.IndexOf(':', StringComparison.Ordinal)];

        Assert.Equal(
            $"MAP419: the fields '{fields}' are neither mapped nor ignored, so they are NULL in every row",
            Whole(column, name, ""));
        Assert.Equal("", Whole(column, name, ", " + fields.Replace("'", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Compile_StructsInEachOther_NameTheFieldsOfEach() =>
        Assert.Equal(
            "MAP419: the field 'part.ys' is neither mapped nor ignored, so it is NULL in every row\n"
                + "MAP419: the fields 'part.inner.y', 'part.inner.inner', 'part.inner.ys' are neither mapped nor ignored, "
                + "so they are NULL in every row",
            Whole(
                "part: { fields: { x: $.body.x, y: $.body.y, inner: { fields: { x: $.body.z } } } }", "part", "", sorted: true));

    [Theory]
    [InlineData("part: $.body.part", "part.x", "MAP417: 'part.x' is not left out: 'part' is filled as a whole, by name")]
    [InlineData("part: $.body.part", "part.z", "MAP401: tests.silent.Whole has no field 'part.z'")]
    [InlineData("part: $.body.part", "texts.value", "MAP417: 'texts.value' is ignored already, with what is around it")]
    [InlineData("part: { fields: { x: $.body.x } }", "part.x, part.y, part.inner, part.ys",
        "MAP102: 'part.x' is both mapped and ignored")]
    [InlineData("part: { fields: { x: $.body.x } }", "part.yy, part.y, part.inner, part.ys",
        "MAP401: tests.silent.Whole has no field 'part.yy'")]
    public void Compile_IgnoredNameThatDoesNothing_IsReported(string column, string ignored, string message) =>
        Assert.Equal(message, Whole(column, "part", ", " + ignored));

    [Fact]
    public void Encode_AutoWithIgnoredFields_LeavesThemOut()
    {
        var compilation = TestPlans.Compile(
            Head + "auto: { from: $.body }\nignore: [part.y, parts.x, parts_by_name.value.inner.x]\n", SilentRig.Descriptors);
        const string Part = """{"x":"a","y":1,"inner":{"x":"b","y":2}}""";

        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(
            """{"part":{"x":"a","inner":{"x":"b","y":2}},"parts":[{"y":1,"inner":{"x":"b","y":2}}]"""
                + ""","parts_by_name":{"k":{"x":"a","y":1,"inner":{"y":2}}}}""",
            Encode(compilation.Plan!, $$$"""{"part":{{{Part}}},"parts":[{{{Part}}}],"parts_by_name":{"k":{{{Part}}}}}"""));
    }

    private static string Whole(string column, string name, string ignored, bool sorted = false)
    {
        var others = Others + string.Concat(
            new[] { "part", "parts", "parts_by_name" }.Where(other => other != name).Select(other => ", " + other));
        var yaml = $"{Head}columns:\n  {column}\nignore: [{others}{ignored}]\n";
        var found = TestPlans.Compile(yaml, SilentRig.Descriptors).Diagnostics
            .Select(d => $"{d.Code.Id}: {d.Message}");
        return string.Join('\n', sorted ? found.OrderBy(text => text.Length) : found);
    }

    [Theory]
    [InlineData("strings")]
    [InlineData("by_name")]
    public void Compile_ANotNullArrayOrMapIsIgnored_IsRefused(string field)
    {
        var names = EveryType.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Where(n => n != "string_value");
        var compilation = TestPlans.Compile(
            $$"""
            version: 1
            descriptor: every_type.binpb
            message: tests.every.EveryType
            columns: { string_value: $.body.v }
            ignore: [{{string.Join(", ", names)}}]
            """,
            OneColumn.Descriptors,
            types: new TableTypes(new Dictionary<string, ColumnType> { [field] = new() { NotNull = true } }, []));

        var diagnostic = Assert.Single(compilation.Diagnostics);
        Assert.Equal(
            ("MAP404", $"the column '{field}' is required (NOT NULL) but has no source"),
            (diagnostic.Code.Id, diagnostic.Message));
    }
}
