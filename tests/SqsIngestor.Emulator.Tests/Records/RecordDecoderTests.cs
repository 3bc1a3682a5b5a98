using System.Text;
using CsCheck;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Records;

public sealed class RecordDecoderTests
{
    [Theory]
    [InlineData("TINYINT", -128, true)]
    [InlineData("TINYINT", 128, false)]
    [InlineData("SMALLINT", 32_767, true)]
    [InlineData("SMALLINT", 32_768, false)]
    [InlineData("INT", int.MinValue, true)]
    [InlineData("INT", 2_147_483_648L, false)]
    [InlineData("DATE", -2_147_483_649L, false)]
    [InlineData("BIGINT", long.MinValue, true)]
    [InlineData("BOOLEAN", 1, true)]
    public void Decode_WholeNumber_MustFitTheColumn(string type, long value, bool fits) =>
        Check($"a {type}", record => record.Number(1, value), fits ? null : "record_out_of_range: column a: ");

    [Theory]
    [InlineData("DECIMAL(5,2)", "999.99", null)]
    [InlineData("DECIMAL(5,2)", "-0.5", null)]
    [InlineData("DECIMAL(5,2)", "1.500000", null)]
    [InlineData("DECIMAL(5,2)", "0001", null)]
    [InlineData("DECIMAL(5,2)", "1.005", "record_out_of_range")]
    [InlineData("DECIMAL(5,2)", "1000", "record_out_of_range")]
    [InlineData("DECIMAL(5,2)", "1e2", "record_not_decimal")]
    [InlineData("DECIMAL(5,2)", "+1", "record_not_decimal")]
    [InlineData("DECIMAL(5,2)", "1.", "record_not_decimal")]
    [InlineData("DECIMAL(5,2)", ".5", "record_not_decimal")]
    [InlineData("DECIMAL(5,2)", "", "record_not_decimal")]
    [InlineData("DECIMAL(5,2)", "NaN", "record_not_decimal")]
    [InlineData("VARIANT", "{\"a\":[1,null]}", null)]
    [InlineData("VARIANT", "5", null)]
    [InlineData("VARIANT", "{'a':1}", "record_not_json")]
    [InlineData("VARIANT", "", "record_not_json")]
    [InlineData("VARCHAR(3)", "ab🙂", null)]
    [InlineData("VARCHAR(3)", "abcd", "record_too_long")]
    [InlineData("CHAR(2)", "éé", null)]
    [InlineData("CHAR(2)", "abc", "record_too_long")]
    public void Decode_Text_MustSuitTheColumn(string type, string value, string? code) =>
        Check($"a {type}", record => record.Text(1, value), code);

    [Fact]
    public void Decode_UnknownField_IsRefused() =>
        Check("a INT", record => record.Number(2, 1), "record_unknown_field: the descriptor has no field 2.");

    [Fact]
    public void Decode_WrongWireType_IsRefused() =>
        Check("a INT", record => record.Text(1, "1"), "record_wrong_wire_type: column a: wire type 2 where Int has 0.");

    [Fact]
    public void Decode_NotNullColumnAbsent_IsRefused() =>
        Check("a INT NOT NULL, b INT", record => record.Number(2, 1), "record_missing_value: column a: ");

    [Theory]
    [InlineData("s STRUCT<x: INT, y: INT NOT NULL>", "record_missing_value: column s.y: ")]
    [InlineData("s ARRAY<STRUCT<x: INT, y: INT NOT NULL>>", "record_missing_value: column s.y: ")]
    public void Decode_NotNullFieldOfAStructAbsent_IsRefused(string columns, string message) =>
        Check(columns, record => record.Message(1, s => s.Number(1, 1)), message);

    [Fact]
    public void Decode_StructAbsent_ItsNotNullFieldsAreNotAskedFor() =>
        Check("a INT, s STRUCT<y: INT NOT NULL>", record => record.Number(1, 1), null);

    [Fact]
    public void Decode_AbsentLists_AreNullOrEmptyAsTheColumnSays()
    {
        var row =
            Decode("a ARRAY<INT>, b ARRAY<INT> NOT NULL, c MAP<STRING, INT>, d MAP<STRING, INT> NOT NULL, e STRING", _ => { });

        Assert.Null(row[0]);
        Assert.Empty(Assert.IsType<List<object?>>(row[1]));
        Assert.Null(row[2]);
        Assert.Empty(Assert.IsType<MapEntries>(row[3]).Entries);
        Assert.Null(row[4]);
    }

    [Fact]
    public void Decode_MapKeyTwice_LastValueWinsInTheFirstPlace()
    {
        var row = Decode("m MAP<STRING, INT>", record => record
            .Message(1, e => e.Text(1, "a").Number(2, 1)).Message(1, e => e.Text(1, "b").Number(2, 2))
                .Message(1, e => e.Text(1, "a").Number(2, 3)));

        Assert.Equal(
            ["a=3", "b=2"], Assert.IsType<MapEntries>(row[0]).Entries.Select(entry => $"{Text(entry.Key)}={entry.Value}"));
    }

    [Fact]
    public void Decode_MapWithManyKeysTwice_EachKeyIsThereOnce()
    {
        var row = Decode("m MAP<BIGINT, INT>", record =>
        {
            for (var i = 0; i < 100; i++) record.Message(1, e => e.Number(1, i % 40).Number(2, i));
        });

        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"{i}={(i < 20 ? i + 80 : i + 40)}"),
            Assert.IsType<MapEntries>(row[0]).Entries.Select(entry => $"{entry.Key}={entry.Value}"));
    }

    [Theory]
    [InlineData(18_998)]
    [InlineData(20_000)]
    [InlineData(536_870_911)]
    public void Decode_HighFieldNumber_IsFound(int number)
    {
        var table = SampleTables.Table("a INT");
        var descriptor = TableDescriptor.Build(table);
        descriptor.Field[0].Number = number;

        var row = new RecordDecoder(RecordLayout.For(descriptor, table)).Decode(
            RecordWriter.Write(record => record.Number(number, 5)));

        Assert.Equal(5, row[0]);
    }

    [Fact]
    public void Decode_MapEntryWithoutKeyOrValue_HasZeros()
    {
        var entries =
            Assert.IsType<MapEntries>(Decode("m MAP<INT, STRUCT<x: INT>>", record => record.Message(1, _ => { }))[0]).Entries;

        Assert.Equal(0, Assert.Single(entries).Key);
        Assert.Equal(new object?[] { null }, entries[0].Value);
    }

    [Fact]
    public void Decode_SingularTwice_LastWinsAndMessagesMerge()
    {
        var row = Decode("a INT, s STRUCT<x: INT, y: INT>", record => record
            .Number(1, 1).Number(1, 2).Message(2, s => s.Number(1, 1).Number(2, 1)).Message(2, s => s.Number(2, 5)));

        Assert.Equal(2, row[0]);
        Assert.Equal(new object?[] { 1, 5 }, row[1]);
    }

    [Fact]
    public void Decode_PackedAndUnpacked_AreBothAList()
    {
        var row = Decode("a ARRAY<BIGINT>", record => record.Number(1, 1).Bytes(1, [2, 0x80, 0x01]).Number(1, 3));

        Assert.Equal(new object?[] { 1L, 2L, 128L, 3L }, Assert.IsType<List<object?>>(row[0]));
    }

    [Theory]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0x08 })]
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02 })]
    [InlineData(new byte[] { 0x12, 0x05, 0x41 })]
    [InlineData(new byte[] { 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    public void Decode_BrokenBytes_AreRefused(byte[] bytes)
    {
        var table = SampleTables.Table("a BIGINT, b STRING");
        var decoder = new RecordDecoder(RecordLayout.For(TableDescriptor.Build(table), table));

        Assert.Equal("record_bad_encoding", Assert.Throws<RecordException>(() => decoder.Decode(bytes)).Code);
    }

    [Fact]
    public void Decode_AnyBytes_AreARowOrARecordException() =>
        Gen.Select(CatalogGen.ExpressibleTable, Gen.Byte.Array[0, 40]).Sample((table, bytes) =>
    {
        var decoder = new RecordDecoder(RecordLayout.For(TableDescriptor.Build(table), table));
        Assert.True(Record.Exception(() => decoder.Decode(bytes)) is null or RecordException);
    });

    private static void Check(string columns, Action<RecordWriter> write, string? message)
    {
        var failure = Record.Exception(() => Decode(columns, write));
        if (message is null) Assert.Null(failure);
        else Assert.StartsWith(message, Assert.IsType<RecordException>(failure).Message, StringComparison.Ordinal);
    }

    private static object?[] Decode(string columns, Action<RecordWriter> write)
    {
        var table = SampleTables.Table(columns);
        return new RecordDecoder(RecordLayout.For(TableDescriptor.Build(table), table)).Decode(RecordWriter.Write(write));
    }

    private static string Text(object value) => Encoding.UTF8.GetString(((ReadOnlyMemory<byte>)value).Span);
}
