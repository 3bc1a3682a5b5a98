using CsCheck;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Sql;

public sealed class DeltaTypeTextTests
{
    [Theory]
    [InlineData("boolean", "BOOLEAN")]
    [InlineData("TINYINT", "TINYINT")]
    [InlineData("byte", "TINYINT")]
    [InlineData("SmallInt", "SMALLINT")]
    [InlineData("SHORT", "SMALLINT")]
    [InlineData("INT", "INT")]
    [InlineData("INTEGER", "INT")]
    [InlineData("LONG", "BIGINT")]
    [InlineData("bigint", "BIGINT")]
    [InlineData("REAL", "FLOAT")]
    [InlineData("float", "FLOAT")]
    [InlineData("double", "DOUBLE")]
    [InlineData("STRING", "STRING")]
    [InlineData("STRING COLLATE UTF8_LCASE", "STRING COLLATE UTF8_LCASE")]
    [InlineData("binary", "BINARY")]
    [InlineData("date", "DATE")]
    [InlineData("timestamp", "TIMESTAMP")]
    [InlineData("TIMESTAMP_LTZ", "TIMESTAMP")]
    [InlineData("timestamp_ntz", "TIMESTAMP_NTZ")]
    [InlineData("variant", "VARIANT")]
    [InlineData("void", "VOID")]
    [InlineData("DEC", "DECIMAL(10,0)")]
    [InlineData("NUMERIC(5)", "DECIMAL(5,0)")]
    [InlineData("decimal(18,2)", "DECIMAL(18,2)")]
    [InlineData("DECIMAL ( 38 , 38 )", "DECIMAL(38,38)")]
    [InlineData("varchar(16)", "VARCHAR(16)")]
    [InlineData("CHARACTER(3)", "CHAR(3)")]
    [InlineData("interval day to second", "INTERVAL DAY TO SECOND")]
    [InlineData("INTERVAL YEAR", "INTERVAL YEAR")]
    [InlineData("geography(4326)", "GEOGRAPHY(4326)")]
    [InlineData("GEOMETRY(any)", "GEOMETRY(ANY)")]
    [InlineData("array<array<map<string,int>>>", "ARRAY<ARRAY<MAP<STRING, INT>>>")]
    [InlineData("struct<>", "STRUCT<>")]
    [InlineData("struct<id:bigint,email:string>", "STRUCT<id: BIGINT, email: STRING>")]
    [InlineData(
        "STRUCT<`odd name` INT NOT NULL COMMENT 'it\\'s', b: map<int,date>>",
        "STRUCT<`odd name`: INT NOT NULL COMMENT 'it\\'s', b: MAP<INT, DATE>>")]
    [InlineData("struct<type:string,comment:string,map:int>", "STRUCT<type: STRING, comment: STRING, map: INT>")]
    public void Parse_Type_IsWrittenInItsPreferredForm(string text, string expected) =>
        Assert.Equal(expected, DeltaTypeText.Parse(text).ToString());

    [Theory]
    [InlineData("", "1:1: sql_unexpected_text: found the end of the text, expected a type.")]
    [InlineData("strin", "1:1: sql_unknown_type: found 'strin', expected a Delta type")]
    [InlineData("string string", "1:8: sql_unexpected_text: found 'string', expected the end of the type.")]
    [InlineData("decimal(39,0)", "1:9: sql_number_out_of_range: found '39', expected a precision from 1 to 38.")]
    [InlineData("decimal(5,6)", "1:11: sql_number_out_of_range: found '6', expected a scale from 0 to 5.")]
    [InlineData("decimal(99999999999,0)", "1:9: sql_number_out_of_range")]
    [InlineData("varchar", "1:8: sql_unexpected_text: found the end of the text, expected a length as in VARCHAR(16).")]
    [InlineData("char(0)", "1:6: sql_number_out_of_range: found '0', expected a length from 1.")]
    [InlineData(
        "array<int", "1:10: sql_unexpected_text: found the end of the text, expected '>' after the type of the elements.")]
    [InlineData("array<int not null>", "1:11: sql_unexpected_text: found 'not', expected '>'")]
    [InlineData("map<string>", "1:11: sql_unexpected_text: found '>', expected ',' and the type of the values.")]
    [InlineData("struct<\n  a: int\n  b: int>", "3:3: sql_unexpected_text: found 'b', expected ',' or '>' after the field.")]
    [InlineData("struct<a: int, A: int>", "1:16: sql_duplicate_name: found 'A'")]
    [InlineData("struct<a: int comment 5>", "1:23: sql_unexpected_text: found '5', expected the comment in quotes.")]
    [InlineData("struct<`a: int>", "1:8: sql_unclosed_text: found a name that is not closed, expected a closing backtick.")]
    [InlineData("struct<``: int>", "1:8: sql_unexpected_text: found an empty name")]
    [InlineData("interval week", "1:10: sql_unexpected_text: found 'week', expected YEAR, MONTH")]
    [InlineData("`string`", "1:1: sql_unexpected_text: found `string`, expected a type.")]
    public void Parse_Fault_SaysWhereWhatAndWhatElse(string text, string message)
    {
        var failure = Assert.Throws<SqlSyntaxException>(() => DeltaTypeText.Parse(text));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Parse_Depth_IsBounded(int depth, bool accepted)
    {
        var text = string.Concat(Enumerable.Repeat("array<", depth)) + "int" + new string('>', depth);

        var failure = Record.Exception(() => DeltaTypeText.Parse(text));

        Assert.Equal(accepted, failure is null);
        if (!accepted) Assert.Equal("sql_nested_too_deep", Assert.IsType<SqlSyntaxException>(failure).Code);
    }

    [Fact]
    public void Parse_WhatToStringWrites_IsTheSameType() =>
        CatalogGen.Any.Sample(type => DeltaTypeText.Parse(type.ToString()) == type);

    [Fact]
    public void Parse_WhatToTypeTextWrites_IsTheSameType() =>
        CatalogGen.Any.Sample(type => DeltaTypeText.Parse(type.ToTypeText()) == type);

    [Fact]
    public void Parse_AnyText_IsATypeOrASyntaxError()
    {
        var pieces = Gen.OneOf(
            "struct", "<", ">", "map", "array", "(", ")", ",", ":", "int", "decimal", "38", "'", "`", "\\", "\n", "not null",
            "comment", "\"", "/*", "--", "r'", "\\u12", "é", "\0");
        Gen.OneOf<string>(
            Gen.String, pieces.Array[0, 30].Select(parts => string.Concat(parts)),
            pieces.Array[0, 30].Select(parts => string.Join(' ', parts)))
            .Sample(text =>
            Assert.True(Record.Exception(() => DeltaTypeText.Parse(text)) is null or SqlSyntaxException));
    }
}
