namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>What the compiler says of coercions, enums and transforms that are wrong, as people see it.</summary>
public sealed class ValueDiagnosticsTests
{
    public static TheoryData<string, string, string, string> Wrong() => new()
    {
        { "as_unknown", "int64_value", "{ from: $.body.v, as: timestmp }", "" },
        { "as_of_wrong_type", "string_value", "{ from: $.body.v, as: date }", "" },
        { "as_of_wrong_source", "string_value", "{ from: $.meta.ingestTime, as: 'decimal(5,2)' }", "" },
        { "as_of_an_element", "strings", "{ from: $.body.v, as: timestamp }", "" },
        { "decimal_without_digits", "string_value", "{ from: $.body.v, as: decimal }", "" },
        { "decimal_too_large", "string_value", "{ from: $.body.v, as: \"decimal(39,2)\" }", "" },
        { "decimal_without_quotes", "string_value", "{ from: $.body.v, as: decimal(10,2) }", "" },
        { "decimal_round", "string_value", "{ from: $.body.v, as: \"decimal(9,2)\", round: half_evn }", "" },
        {
            "format_unknown", "int64_value",
            "{ from: $.body.v, as: timestamp, formats: [epoch_sec, 'HH:mm', 'yyyy-MM-dd', '%'] }", ""
        },
        { "zone_unknown", "int32_value", "{ from: $.body.v, as: date, zone: Europe/Atlantis }", "" },
        { "zone_without_sign", "int32_value", "{ from: $.body.v, as: date, zone: '01:00' }", "" },
        {
            "options_out_of_place", "string_value",
            "{ from: $.body.v, as: uuid, formats: rfc3339, zone: UTC, round: down, enum: e }", "enums: { e: { a: b } }"
        },
        { "options_without_as", "string_value", "{ from: $.body.v, zone: UTC, round: down }", "" },
        { "enum_unknown", "color", "{ from: $.body.v, enum: colour }", "enums: { color: { r: RED } }" },
        { "enum_target", "color", "{ from: $.body.v, enum: color }", "enums: { color: { r: RAD, g: GREEN, b: [x] } }" },
        { "enum_collision", "string_value", "{ from: $.body.v, enum: e, fold_case: true }", "enums: { e: { New: A, NEW: B } }" },
        { "enum_of_wrong_type", "int32_value", "{ from: $.body.v, enum: e }", "enums: { e: { a: b } }" },
        { "enums_malformed", "string_value", "$.body.v", "enums: { e: [a], f: x }" },
        { "transform_unknown", "string_value", "{ from: $.body.v, transform: [trim, uper, 'substrng(1)'] }", "" },
        {
            "transform_syntax", "string_value",
            "{ from: $.body.v, transform: ['', 'trim trim', 'substring(1', 'replace(\"a', 'substring(-1)', 'split(x)', " +
                "'substring(99999999999)', 'split(\"a\" \"b\")'] }",
            ""
        },
        {
            "transform_arguments", "string_value",
            "{ from: $.body.v, transform: ['trim(1)', substring, 'substring(\"a\")', 'split(1)', 'split(\"\")', " +
                "'replace(\"a\")'] }",
            ""
        },
        {
            "transform_in_pieces", "string_value",
            "{ from: $.body.v, transform: [substring(0,  x), trim, truncate_bytes(2, 3)] }", ""
        },
        {
            "transform_regex", "string_value",
            "{ from: $.body.v, transform: ['regex_extract(\"a(\")', 'regex_extract(\"(?=a)\")', 'regex_extract(\"a\", 1)', " +
                "'regex_extract(\"(a)\", \"n\")', 'regex_extract(\"(a{1000}){1000}\")'] }",
            ""
        },
        { "transform_type", "string_value", "{ from: $.body.v, transform: [trim, first, keys, to_bool, 'join(\"x\")'] }", "" },
        { "transform_of_a_moment", "string_value", "{ from: $.meta.ingestTime, transform: trim }", "" },
        { "transform_list_into_scalar", "string_value", "{ from: $.body.v, transform: 'split(\",\")' }", "" },
        { "transform_scalar_into_list", "strings", "{ from: $.body.v, transform: trim }", "" },
        { "null_items", "strings", "{ from: $.body.v, null_items: skip }", "" },
        { "default_that_does_not_fit", "int64_value", "{ from: $.body.v, as: timestamp, default: now }", "" },
        { "constant_that_does_not_fit", "int64_value", "{ const: '2026-02-30T00:00:00Z', as: timestamp }", "" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Compile_WrongValue_SaysEverythingThatIsWrong(string name, string column, string source, string rest)
    {
        var text = OneColumn.Diagnose(column, source, rest);

        Assert.NotEqual("", text);
        await Verifier.Verify(text).UseTextForParameters(name);
    }

    [Fact]
    public void Compile_CallInPiecesOfABracketedList_IsOneTransform()
    {
        var plan = OneColumn.Plan(
            "string_value", "{ from: $.body.v, transform: [trim, substring(0,3), regex_extract(\"a(b)\",1), upper] }");

        Assert.Equal("B", OneColumn.Encode(plan, "\" xabab\"").StringValue);
    }

    [Theory]
    [InlineData("'replace(\",\", \" \")'", "a b")]
    [InlineData("\"replace(',', ' ')\"", "a b")]
    [InlineData("'replace(\",\", \"\\\"\")'", "a\"b")]
    [InlineData("\"replace(',', '''')\"", "a'b")]
    [InlineData("\"replace(',', '\\\\')\"", "a\\b")]
    public void Compile_TextInEitherQuotes_IsTaken(string transform, string expected) =>
        Assert.Equal(
            expected,
            OneColumn.Encode(
                OneColumn.Plan("string_value", $"{{ from: $.body.v, transform: {transform} }}"), "\"a,b\"").StringValue);
}
