using System.Globalization;
using CsCheck;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Mapping.Tests.Time;

public sealed class TimeTests
{
    private static readonly MappingPlan Rfc3339 = Timestamp("");

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2026-03-01T12:00:00.123456Z", 1772366400123456)]
    [InlineData("2026-03-01t12:00:00.123456z", 1772366400123456)]
    [InlineData("2026-03-01 12:00:00Z", 1772366400000000)]
    [InlineData("2026-03-01T13:00:00+01:00", 1772366400000000)]
    [InlineData("2026-03-01T06:30:00-05:30", 1772366400000000)]
    [InlineData("2026-03-01T12:00:00-00:00", 1772366400000000)]
    [InlineData("2026-03-01T12:00:00.123+0000", 1772366400123000)]
    [InlineData("2026-03-01T12:00:00+0530", 1772346600000000)]
    [InlineData("2026-03-01 06:30:00-0530", 1772366400000000)]
    [InlineData("2026-03-01 12:00:00+00", 1772366400000000)]
    [InlineData("2026-03-01 07:00:00-05", 1772366400000000)]
    [InlineData("1970-01-01T00:00:00.1234569999999999999999999Z", 123456)]
    [InlineData("1969-12-31T23:59:59.9999999Z", -1)]
    [InlineData("1969-12-31T23:59:59.0000009Z", -1000000)]
    [InlineData("0001-01-01T00:00:00Z", -62135596800000000)]
    [InlineData("9999-12-31T23:59:59.999999Z", 253402300799999999)]
    [InlineData("2024-02-29T00:00:00Z", 1709164800000000)]
    public void Timestamp_Rfc3339_IsMicrosecondsSinceTheEpoch(string text, long expected) =>
        Assert.Equal(expected, OneColumn.Encode(Rfc3339, $"\"{text}\"").Int64Value);

    [Theory]
    [InlineData("\"\"", "time_syntax")]
    [InlineData("\"2026-03-01\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00.Z\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00Z\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00+0160\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00+010\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00+1\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00+01:0\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00+01:\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00+01000\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00+24:00\"", "time_syntax")]
    [InlineData("\"2026-03-01T12:00:00Z \"", "time_syntax")]
    [InlineData("\"20260-03-01T12:00:00Z\"", "time_syntax")]
    [InlineData("\"2026-02-29T12:00:00Z\"", "time_range")]
    [InlineData("\"2026-13-01T12:00:00Z\"", "time_range")]
    [InlineData("\"2026-03-01T24:00:00Z\"", "time_range")]
    [InlineData("\"2016-12-31T23:59:60Z\"", "time_range")]
    [InlineData("\"0000-01-01T00:00:00Z\"", "time_range")]
    [InlineData("\"0001-01-01T00:00:00+00:01\"", "time_range")]
    [InlineData("\"9999-12-31T23:59:59-00:01\"", "time_range")]
    [InlineData("1772366400", "wrong_type")]
    [InlineData("true", "wrong_type")]
    [InlineData("{}", "wrong_type")]
    [InlineData("\"\\ud800\"", "text_encoding")]
    public void Timestamp_WhatIsNoRfc3339_FailsWithCode(string json, string code) =>
        Assert.Equal(code, OneColumn.ErrorOf(Rfc3339, json));

    [Fact]
    public void Timestamp_EscapedText_IsReadByValue() =>
        Assert.Equal(0, OneColumn.Encode(Rfc3339, "\"1970\\u002d01-01T00:00:00\\u005a\"").Int64Value);

    [Fact]
    public void Timestamp_EscapedTextOfAnyLength_IsReadByValue() =>
        Assert.Equal(0, OneColumn.Encode(Rfc3339, $"\"1970-01-01T00:00:00.\\u0030{new string('0', 5000)}Z\"").Int64Value);

    [Theory]
    [InlineData("epoch_s", "1.5", 1500000)]
    [InlineData("epoch_s", "\"1772366400.1234567\"", 1772366400123456)]
    [InlineData("epoch_s", "17723664e2", 1772366400000000)]
    [InlineData("epoch_s", "-1.5000009", -1500000)]
    [InlineData("epoch_ms", "1772366400123", 1772366400123000)]
    [InlineData("epoch_ms", "\"0.001\"", 1)]
    [InlineData("epoch_us", "1772366400123456", 1772366400123456)]
    [InlineData("epoch_us", "0.9", 0)]
    [InlineData("epoch_ns", "1772366400123456789", 1772366400123456)]
    [InlineData("epoch_ns", "17723664001234567890e-1", 1772366400123456)]
    [InlineData("epoch_ns", "-1999", -1)]
    [InlineData("epoch_s", "253402300799.999999", 253402300799999999)]
    public void Timestamp_Epoch_IsExact(string format, string json, long expected) =>
        Assert.Equal(expected, OneColumn.Encode(Timestamp($", formats: {format}"), json).Int64Value);

    [Theory]
    [InlineData("epoch_s", "253402300800", "time_range")]
    [InlineData("epoch_s", "1e400", "time_range")]
    [InlineData("epoch_s", "-1e400", "time_range")]
    [InlineData("epoch_ns", "9223372036854775808", "none")]
    [InlineData("epoch_s", "\"x\"", "time_syntax")]
    [InlineData("epoch_s", "\"+1\"", "time_syntax")]
    [InlineData("epoch_s", "[]", "wrong_type")]
    public void Timestamp_EpochThatDoesNotFit_FailsWithCode(string format, string json, string code) =>
        Assert.Equal(code, OneColumn.ErrorOf(Timestamp($", formats: {format}"), json));

    [Fact]
    public void Timestamp_StrictEpoch_TakesNoStrings() =>
        Assert.Equal("wrong_type", OneColumn.ErrorOf(Timestamp(", formats: epoch_s, strict: true"), "\"1\""));

    [Theory]
    [InlineData("\"2026-03-01T12:00:00Z\"", 1772366400000000)]
    [InlineData("1772366400123", 1772366400123000)]
    [InlineData("\"1772366400123\"", 1772366400123000)]
    public void Timestamp_SeveralFormats_TheFirstThatReadsCounts(string json, long expected) =>
        Assert.Equal(expected, OneColumn.Encode(Timestamp(", formats: [rfc3339, epoch_ms]"), json).Int64Value);

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss", "UTC", "\"2026-03-01 12:00:00\"", 1772366400000000)]
    [InlineData("yyyy-MM-dd HH:mm:ss", "+01:00", "\"2026-03-01 13:00:00\"", 1772366400000000)]
    [InlineData("yyyyMMddHHmmss", "UTC", "20260301120000", 1772366400000000)]
    [InlineData("dd/MMM/yyyy:HH:mm:ssK", "UTC", "\"01/Mar/2026:13:00:00+01:00\"", 1772366400000000)]
    [InlineData("yyyy-MM-ddTHH:mm:ssK", "+01:00", "\"2026-03-01T13:00:00\"", 1772366400000000)]
    [InlineData("yyyy-MM-ddTHH:mm:ssK", "+05:00", "\"2026-03-01T12:00:00Z\"", 1772366400000000)]
    [InlineData("yyyy-MM-ddTHH:mm:ssK", "+05:00", "\"2026-03-01T13:00:00+01:00\"", 1772366400000000)]
    [InlineData("yyyy-MM-dd HH:mm:ss.fffffff", "UTC", "\"1969-12-31 23:59:59.9999999\"", -1)]
    [InlineData("rfc3339", "+01:00", "\"2026-03-01T13:00:00\"", 1772366400000000)]
    [InlineData("rfc3339", "+05:00", "\"2026-03-01T13:00:00+01:00\"", 1772366400000000)]
    [InlineData("rfc3339", "Europe/Berlin", "\"2026-07-01T12:00:00\"", 1782900000000000)]
    [InlineData("rfc3339", "Europe/Berlin", "\"2026-10-25T02:30:00\"", 1792888200000000)]
    [InlineData("rfc3339", "Europe/Berlin", "\"2026-03-29T02:30:00\"", 1774747800000000)]
    public void Timestamp_WithZone_TakesItForTimesWithoutOffset(string format, string zone, string json, long expected) =>
        Assert.Equal(expected, OneColumn.Encode(Timestamp($", formats: ['{format}'], zone: '{zone}'"), json).Int64Value);

    [Theory]
    [InlineData("yyyy-MM-dd", "\"0000-02-29\"", "time_range")]
    [InlineData("yyyyMMddHHmmss", "\"00000101000000\"", "time_range")]
    [InlineData("yyyy-MM-dd HH:mm:ssK", "\"0001-01-01 00:00:00+01:00\"", "time_range")]
    [InlineData("yyyy-MM-dd HH:mm:ssK", "\"9999-12-31 23:59:59-01:00\"", "time_range")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "\"2016-12-31 23:59:60\"", "time_range")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "\"2016-12-31 23:60:58\"", "time_syntax")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "\"0001-02-29 00:00:00\"", "time_syntax")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "\"0000-13-01 00:00:00\"", "time_syntax")]
    public void Timestamp_PatternOfATimeThatDoesNotExist_IsARangeError(string format, string json, string code) =>
        Assert.Equal(code, OneColumn.ErrorOf(Timestamp($", formats: '{format}', zone: UTC"), json));

    [Theory]
    [InlineData("\"2026-03-01T12:00:00\"", "", 1772366400000000)]
    [InlineData("\"2026-03-01T12:00:00Z\"", "", 1772366400000000)]
    [InlineData("\"2026-03-01T12:00:00Z\"", ", zone: '+01:00'", 1772370000000000)]
    [InlineData("\"2026-03-01T12:00:00\"", ", zone: '+01:00'", 1772366400000000)]
    public void TimestampNtz_IsWhatTheClocksShow(string json, string options, long expected) =>
        Assert.Equal(
            expected,
            OneColumn.Encode(
                OneColumn.Plan("int64_value", $"{{ from: $.body.v, as: timestamp_ntz{options} }}"), json).Int64Value);

    [Theory]
    [InlineData("\"2026-03-01\"", "", 20513)]
    [InlineData("\"2026-03-01T23:30:00Z\"", "", 20513)]
    [InlineData("\"2026-03-01T23:30:00Z\"", ", zone: '+01:00'", 20514)]
    [InlineData("\"2026-03-01T23:30:00\"", ", zone: '+01:00'", 20513)]
    [InlineData("\"2026-07-01T22:30:00Z\"", ", zone: Europe/Berlin", 20636)]
    [InlineData("\"1969-12-31T23:59:59.9Z\"", "", -1)]
    [InlineData("\"0001-01-01\"", "", -719162)]
    [InlineData("\"9999-12-31\"", "", 2932896)]
    [InlineData("-1", ", formats: epoch_us", -1)]
    [InlineData("20260301", ", formats: yyyyMMdd", 20513)]
    public void Date_IsDaysByTheZonesCalendar(string json, string options, int expected) =>
        Assert.Equal(
            expected, OneColumn.Encode(
                OneColumn.Plan("int32_value", $"{{ from: $.body.v, as: date{options} }}"), json).Int32Value);

    [Fact]
    public void Date_MovedOutOfTheCalendarByItsZone_IsARangeError() => Assert.Equal(
        "time_range", OneColumn.ErrorOf(
            OneColumn.Plan("int32_value", "{ from: $.body.v, as: date, zone: '+01:00' }"), "\"9999-12-31T23:30:00Z\""));

    [Fact]
    public void Date_OfTheClock_IsInTheZone() => Assert.Equal(
        20514, OneColumn.Encode(
            OneColumn.Plan("int32_value", "{ from: $.meta.ingestTime, as: date, zone: '+01:00' }"), "0").Int32Value);

    [Fact]
    public void Date_ArrayOfDates_CoercesEveryElement() => Assert.Equal(
        [0, 1], OneColumn.Encode(
            OneColumn.Plan("packed", "{ from: $.body.v, as: date }"), "[\"1970-01-01\",\"1970-01-02T23:00:00Z\"]").Packed);

    [Fact]
    public void Date_EachElement_IsCoerced() => Assert.Equal(
        [0, 1], OneColumn.Encode(
            OneColumn.Plan("unpacked", "{ each: $.body.v, value: { from: $.item.d, as: date } }"),
            """[{"d":"1970-01-01"},{"d":"1970-01-02"}]""").Unpacked);

    [Fact]
    public void Timestamp_ConstantAndDefault_AreCoerced()
    {
        Assert.Equal(
            1,
            OneColumn.Encode(
                OneColumn.Plan("int64_value", "{ const: '1970-01-01T00:00:00.000001Z', as: timestamp }"), "0").Int64Value);
        Assert.Equal(
            2,
            OneColumn.Encode(
                OneColumn.Plan(
                    "int64_value", "{ from: $.body.w, as: timestamp, default: '1970-01-01T00:00:00.000002Z' }"), "0").Int64Value);
    }

    [Fact]
    public void Timestamp_AnyMomentInAnyOffset_RoundTrips() =>
        Gen.Select(
            Gen.Long[DateTimeOffset.MinValue.AddDays(1).Ticks, DateTimeOffset.MaxValue.AddDays(-1).Ticks],
            Gen.Int[-14 * 60, 14 * 60], Gen.Int[0, 7])
            .Sample((ticks, minutes, digits) =>
        {
            var time = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(minutes));
            var text = time.ToString(
                "yyyy-MM-ddTHH:mm:ss" + (digits > 0 ? "." + new string('f', digits) : "") + "zzz", CultureInfo.InvariantCulture);
            var unit = (long)Math.Pow(10, 7 - Math.Min(digits, 6));
            var expected = ((ticks - (ticks % unit)) - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
            return OneColumn.Encode(Rfc3339, $"\"{text}\"").Int64Value == expected;
        }, iter: 1_000);

    [Fact]
    public void Timestamp_AnyText_NeverThrows()
    {
        var plan = Timestamp(", formats: [rfc3339, epoch_ms, 'yyyy-MM-dd HH:mm:ssK'], zone: Europe/Berlin");
        Gen.String[Gen.Char["0123456789-:.TtZz +eE/é\0"], 0, 40].Sample(text =>
            OneColumn.ErrorOf(
                plan, System.Text.Json.JsonSerializer.Serialize(text)) is "none" or "time_syntax" or "time_range", iter: 2_000);
    }

    private static MappingPlan Timestamp(string options) =>
        OneColumn.Plan("int64_value", $"{{ from: $.body.v, as: timestamp{options} }}");
}
