namespace SqsIngestor.Mapping.Tests.Language.Enums;

public sealed class EnumTableTests
{
    private const string Tables = "enums: { colors: { rot: RED, Grün: GREEN, '7': NEGATIVE, 'true': GREEN } }";

    [Theory]
    [InlineData("\"rot\"", 0)]
    [InlineData("\"\\u0072ot\"", 0)]
    [InlineData("\"Grün\"", 1)]
    [InlineData("7", -1)]
    [InlineData("\"7\"", -1)]
    [InlineData("true", 1)]
    public void Enum_SourceOfTheTable_GivesItsTarget(string json, int expected) =>
        Assert.Equal(
            expected, (int)OneColumn.Encode(OneColumn.Plan("color", "{ from: $.body.v, enum: colors }", Tables), json).Color);

    [Theory]
    [InlineData("\"RED\"", "enum_value")]
    [InlineData("\"ROT\"", "enum_value")]
    [InlineData("0", "enum_value")]
    [InlineData("{}", "wrong_type")]
    [InlineData("\"\\ud800\"", "text_encoding")]
    public void Enum_WhatTheTableDoesNotHave_FailsWithCode(string json, string code) =>
        Assert.Equal(code, OneColumn.ErrorOf(OneColumn.Plan("color", "{ from: $.body.v, enum: colors }", Tables), json));

    [Theory]
    [InlineData("ROT", "RED")]
    [InlineData("GRÜN", "GREEN")]
    [InlineData("grün", "GREEN")]
    public void Enum_FoldCase_MatchesInEitherCase(string text, string expected) =>
        Assert.Equal(
            expected,
            OneColumn.Encode(
                OneColumn.Plan(
                    "string_value", "{ from: $.body.v, enum: colors, fold_case: true }", Tables), $"\"{text}\"").StringValue);

    [Fact]
    public void Enum_ArrayOfStrings_MapsEveryElement() => Assert.Equal(
        ["RED", "GREEN"], OneColumn.Encode(
            OneColumn.Plan("strings", "{ from: $.body.v, enum: colors }", Tables), "[\"rot\",true]").Strings);

    [Fact]
    public void Enum_LongText_IsNoValue() => Assert.Equal(
        "enum_value", OneColumn.ErrorOf(
            OneColumn.Plan("string_value", "{ from: $.body.v, enum: colors, fold_case: true }", Tables),
            $"\"{new string('x', 5000)}\""));
}
