using CsCheck;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Records;

public sealed class JsonRecordDecoderTests
{
    private static readonly JsonRecordDecoder Decoder = new(SampleTables.Table(
        "a INT, b STRING NOT NULL, c DECIMAL(5,2), d ARRAY<DOUBLE>, e STRUCT<x: BOOLEAN>, f MAP<BIGINT, BINARY>, g VARIANT"));

    [Fact]
    public void Decode_EveryKindOfValue_IsRead()
    {
        var row = Decoder.Decode("""{"a":"7","b":"x","c":1.50,"d":[1,"2.5"],"e":{"x":true},"f":{"9":"AQ=="},"g":"[1]"}""");

        Assert.Equal(7, row[0]);
        Assert.Equal((Int128)150, row[2]);
        Assert.Equal(new object?[] { 1d, 2.5 }, Assert.IsType<List<object?>>(row[3]));
        Assert.Equal(new object?[] { true }, row[4]);
        Assert.Equal(9L, Assert.Single(Assert.IsType<MapEntries>(row[5]).Entries).Key);
    }

    [Fact]
    public void Decode_WithoutAGeneratedColumn_LeavesItNull()
    {
        var decoder = new JsonRecordDecoder(
            SampleTables.Table("id BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY, a INT NOT NULL"));

        Assert.Equal([null, 1], decoder.Decode("""{"a":1}"""));
        Assert.Throws<RecordException>(() => decoder.Decode("""{"id":1}"""));
    }

    [Theory]
    [InlineData("", "record_not_json")]
    [InlineData("[]", "record_wrong_json_type: an object is needed.")]
    [InlineData("{}", "record_missing_value: column b: ")]
    [InlineData("""{"b":null}""", "record_missing_value: column b: ")]
    [InlineData("""{"b":"x","z":1}""", "record_unknown_field: the record has a member that is not a column.")]
    [InlineData("""{"b":5}""", "record_wrong_json_type: column b: ")]
    [InlineData("""{"b":"x","a":1.5}""", "record_wrong_json_type: column a: ")]
    [InlineData("""{"b":"x","a":3000000000}""", "record_out_of_range: column a: ")]
    [InlineData("""{"b":"x","d":[1e999]}""", "record_wrong_json_type: column d.element: ")]
    [InlineData("""{"b":"x","d":[null]}""", "record_missing_value: column d.element: ")]
    [InlineData("""{"b":"x","f":{"k":"AQ=="}}""", "record_wrong_json_type: column f.key: ")]
    [InlineData("""{"b":"x","f":{"1":"?"}}""", "record_wrong_json_type: column f.value: base64 is needed.")]
    [InlineData("""{"b":"\ud800"}""", "record_not_utf8: column b: ")]
    public void Decode_BadRecord_IsRefused(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<RecordException>(() => Decoder.Decode(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Decode_AnyText_IsARowOrARecordException()
    {
        var name = Gen.OneOf("a", "b", "c", "d", "e", "f", "g", "\\ud800", "");
        var value = Gen.OneOf("1", "\"x\"", "null", "[1]", "{\"x\":true}", "{\"1\":\"AQ==\"}", "1e400", "\"\\ud800\"", "[[]]");
        Gen.Select(name, value).Array[0, 6]
            .Select(members => $"{{{string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}")
            .Sample(json =>
            Assert.True(Record.Exception(() => Decoder.Decode(json)) is null or RecordException));
    }
}
