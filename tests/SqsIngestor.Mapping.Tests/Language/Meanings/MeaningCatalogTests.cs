using System.Text.Json;
using SqsIngestor.Mapping.Language.Meanings;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Meanings;

/// <summary>Every row of the catalogs of meanings and of time formats.</summary>
public sealed class MeaningCatalogTests
{
    public static TheoryData<string> Words() => [.. MeaningCatalog.Words];

    public static TheoryData<string> Formats() => [.. TimeFormatCatalog.Words];

    [Theory]
    [MemberData(nameof(Words))]
    public void Example_EveryMeaning_GivesItsOutput(string word)
    {
        var row = MeaningCatalog.Find(word)!;
        var field = EveryType.Descriptor.Fields.InDeclarationOrder()
            .First(f => f.FieldType == row.Field && f.Name.EndsWith("_value", StringComparison.Ordinal));

        var record =
            OneColumn.Encode(OneColumn.Plan(field.Name, $"{{ from: $.body.v, {row.Example.Mapping} }}"), row.Example.Input);

        var value = field.Accessor.GetValue(record);
        Assert.Equal(
            row.Example.Output.StartsWith('"') ? JsonSerializer.Deserialize<string>(row.Example.Output) : row.Example.Output,
            $"{value}");
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Row_EveryMeaning_IsDocumented(string word)
    {
        var row = MeaningCatalog.Find(word)!;

        Assert.Contains(word, row.Example.Mapping, StringComparison.Ordinal);
        Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
        Assert.NotEmpty(row.Gives);
        Assert.NotEmpty(row.Takes.Describe());
    }

    [Theory]
    [InlineData("timestamp", 1_772_409_599_123_456, "2026-03-01T23:59:59.123456Z")]
    [InlineData("timestamp", -1, "1969-12-31T23:59:59.999999Z")]
    [InlineData("timestamp", 500_000, "1970-01-01T00:00:00.5Z")]
    [InlineData("timestamp_ntz", 0, "1970-01-01T00:00:00")]
    [InlineData("timestamp", 253_402_300_800_000_000, null)]
    [InlineData("date", 20_513, "2026-03-01")]
    [InlineData("date", -719_162, "0001-01-01")]
    [InlineData("date", 2_932_896, "9999-12-31")]
    [InlineData("date", 2_932_897, null)]
    [InlineData("uuid", 0, null)]
    public void TimeText_NumberOfARecord_IsItsTime(string word, long value, string? expected) =>
        Assert.Equal(expected, MeaningCatalog.Find(word)!.TimeText?.Invoke(value));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Example_EveryTimeFormat_GivesItsOutput(string word)
    {
        var row = TimeFormatCatalog.Find(word)!;

        Assert.Equal(Moment(row.Example.Output), Encode(row.Example.Mapping, row.Example.Input));
        Assert.Contains(word, row.Example.Mapping, StringComparison.Ordinal);
        Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
        Assert.NotEmpty(row.Takes);
    }

    [Fact]
    public void Example_Pattern_GivesItsOutput()
    {
        var row = TimeFormatCatalog.Pattern;

        Assert.Equal(Moment(row.Example.Output), Encode(row.Example.Mapping, row.Example.Input));
    }

    [Fact]
    public void Roundings_EveryWord_Compiles() => Assert.All(
        ColumnOptionCatalog.Round.Words, word =>
            Assert.NotNull(OneColumn.Plan("string_value", $"{{ from: $.body.v, as: \"decimal(4,2)\", round: {word} }}")));

    [Fact]
    public void Words_AllRows_AreUnique()
    {
        Assert.Equal(MeaningCatalog.All.Count, MeaningCatalog.Words.Distinct().Count());
        Assert.Equal(TimeFormatCatalog.All.Count, TimeFormatCatalog.Words.Distinct().Count());
    }

    private static long Encode(string formats, string input) =>
        OneColumn.Encode(OneColumn.Plan("int64_value", $"{{ from: $.body.v, as: timestamp, {formats} }}"), input).Int64Value;

    private static long Moment(string json) =>
        (JsonSerializer.Deserialize<DateTimeOffset>(json) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    [Theory]
    [InlineData("MM/dd/yyyy hh:mm", false)]
    [InlineData("MM/dd/yyyy h:mm", false)]
    [InlineData("MM/dd/yyyy hh:mm 'at'", false)]
    [InlineData("MM/dd/yyyy hh:mm tt", true)]
    [InlineData("MM/dd/yyyy HH:mm", true)]
    [InlineData("MM/dd/yyyy 'h'", true)]
    public void Formats_HoursOfAHalfDay_NeedTheHalf(string pattern, bool compiles)
    {
        var compilation = OneColumn.Compile(
            "int64_value", $"{{ from: $.body.v, as: timestamp_ntz, formats: \"{pattern}\" }}");

        Assert.Equal(compiles, compilation.Plan is not null);
        if (!compiles) Assert.Equal("MAP434", Assert.Single(compilation.Diagnostics).Code.Id);
    }
}
