using SqsIngestor.Mapping.Language.Types;
using SqsIngestor.Mapping.Records.Limits;

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

    [Theory]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void Enum_ATargetThatTheColumnDoesNotTake_IsRefused(int characters, bool refused)
    {
        var compilation = OneColumn.Compile(
            "string_value", "{ from: $.body.v, enum: e }", "enums: { e: { '1': OK, '2': BAD } }",
            new ColumnType { Limit = new TextLimit(characters) });

        Assert.Equal(refused, compilation.Plan is null);
        if (!refused) return;
        var diagnostic = Assert.Single(compilation.Diagnostics);
        Assert.Equal(
            ("MAP403", "'BAD' does not fit a column that uses this table: text_length"),
            (diagnostic.Code.Id, diagnostic.Message));
    }

    [Fact]
    public void FoldCase_InAColumnWithoutNames_IsRefused() => Assert.Contains(
        "'fold_case' is for the names of an enum, or of an enum table; 'bool_value' is bool",
        OneColumn.Diagnose("bool_value", "{ from: $.body.v, fold_case: true }"), StringComparison.Ordinal);
}
