using SqsIngestor.Mapping.Cel.Functions;

namespace SqsIngestor.Mapping.Tests.Cel.Functions;

public sealed class CelTimeTests
{
    [Theory]
    [InlineData("timestamp('2026-03-01T12:00:00Z')", "2026-03-01T12:00:00Z")]
    [InlineData("timestamp('2026-03-01t12:00:00z')", "2026-03-01T12:00:00Z")]
    [InlineData("timestamp('2026-03-01T12:00:00+01:30')", "2026-03-01T10:30:00Z")]
    [InlineData("timestamp('2026-02-28T23:30:00.5-01:00')", "2026-03-01T00:30:00.5Z")]
    [InlineData("timestamp('2024-02-29T00:00:00Z')", "2024-02-29T00:00:00Z")]
    [InlineData("timestamp('0001-01-01T00:00:00Z')", "0001-01-01T00:00:00Z")]
    [InlineData("timestamp('9999-12-31T23:59:59.999999999999Z')", "9999-12-31T23:59:59.999999999Z")]
    [InlineData("timestamp(-62135596800)", "0001-01-01T00:00:00Z")]
    [InlineData("timestamp('2026-02-29T00:00:00Z')", "out_of_range")]
    [InlineData("timestamp('2026-13-01T00:00:00Z')", "out_of_range")]
    [InlineData("timestamp('2026-01-01T24:00:00Z')", "out_of_range")]
    [InlineData("timestamp('0000-01-01T00:00:00Z')", "out_of_range")]
    [InlineData("timestamp('0001-01-01T00:00:00+00:01')", "out_of_range")]
    [InlineData("timestamp(253402300800)", "out_of_range")]
    [InlineData("timestamp('2026-01-01')", "not_convertible")]
    [InlineData("timestamp('2026-01-01T00:00:00')", "not_convertible")]
    [InlineData("timestamp('2026-01-01 00:00:00Z')", "not_convertible")]
    [InlineData("timestamp('2026-01-01T00:00:00.Z')", "not_convertible")]
    [InlineData("timestamp('2026-01-01T00:00:00+0100')", "not_convertible")]
    [InlineData("timestamp('')", "not_convertible")]
    [InlineData("timestamp('10000-01-01T00:00:00Z')", "not_convertible")]
    [InlineData("timestamp(x) + duration(y)", "2026-03-01T00:00:01.5Z")]
    public void Evaluate_Timestamp_IsRfc3339(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, """{"x":"2026-03-01T00:00:00Z","y":"1.5s"}"""));

    [Theory]
    [InlineData("duration('0')", "0s")]
    [InlineData("duration('1h2m3s4ms5us6ns')", "3723.004005006s")]
    [InlineData("duration('-1.5h')", "-5400s")]
    [InlineData("duration('+.5m')", "30s")]
    [InlineData("duration('2.5µs')", "0.0000025s")]
    [InlineData("duration('0.0000000019s')", "0.000000001s")]
    [InlineData("duration('9223372036854775807ns')", "9223372036.854775807s")]
    [InlineData("duration('-9223372036854775808ns')", "-9223372036.854775808s")]
    [InlineData("duration('9223372036854775808ns')", "out_of_range")]
    [InlineData("duration('99999999999999999999999999999999999999h')", "out_of_range")]
    [InlineData("duration('1')", "not_convertible")]
    [InlineData("duration('')", "not_convertible")]
    [InlineData("duration('-')", "not_convertible")]
    [InlineData("duration('1d')", "not_convertible")]
    [InlineData("duration('1h ')", "not_convertible")]
    [InlineData("duration('.s')", "not_convertible")]
    [InlineData("duration('1s') + duration('-3s')", "-2s")]
    [InlineData("duration('1s') - duration('-3s')", "4s")]
    [InlineData("duration('9223372036s') + duration('1h')", "overflow")]
    [InlineData("-9223372036854775807 == 0 ? duration('0') : duration('-9223372036s') - duration('1h')", "overflow")]
    public void Evaluate_Duration_HasUnits(string text, string expected) => Assert.Equal(expected, CelRun.Evaluate(text));

    [Theory]
    [InlineData("timestamp('2026-03-01T00:00:00Z') - duration('1ns')", "2026-02-28T23:59:59.999999999Z")]
    [InlineData("duration('24h') + timestamp('2026-02-28T00:00:00Z')", "2026-03-01T00:00:00Z")]
    [InlineData("timestamp('2026-03-01T00:00:00Z') - timestamp('2026-02-28T23:59:58.5Z')", "1.5s")]
    [InlineData("timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')", "out_of_range")]
    [InlineData("timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "out_of_range")]
    [InlineData("timestamp('9999-12-31T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')", "overflow")]
    [InlineData("timestamp('2026-03-01T00:00:00Z') < timestamp('2026-03-01T00:00:00.000000001Z')", "true")]
    [InlineData("timestamp('2026-03-01T01:00:00+01:00') == timestamp('2026-03-01T00:00:00Z')", "true")]
    [InlineData("duration('1m') > duration('59.9s') && duration('60s') == duration('1m')", "true")]
    public void Evaluate_TimeArithmetic_KeepsNanoseconds(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text));

    [Theory]
    [InlineData("getFullYear()", "2026")]
    [InlineData("getMonth()", "11")]
    [InlineData("getDate()", "31")]
    [InlineData("getDayOfMonth()", "30")]
    [InlineData("getDayOfWeek()", "4")]
    [InlineData("getDayOfYear()", "364")]
    [InlineData("getHours()", "23")]
    [InlineData("getMinutes()", "45")]
    [InlineData("getSeconds()", "6")]
    [InlineData("getMilliseconds()", "789")]
    [InlineData("getFullYear('+00:30')", "2027")]
    [InlineData("getFullYear('UTC')", "2026")]
    [InlineData("getHours('-05:45')", "18")]
    [InlineData("getMinutes('05:30')", "15")]
    public void Evaluate_TimestampAccessor_GivesThePart(string call, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate($"timestamp('2026-12-31T23:45:06.789Z').{call}"));

    [Fact]
    public void Find_NamedZone_HasItsRulesWhereTheMachineHas()
    {
        var zone = CelZone.Find("Europe/Paris");

        Assert.Equal(TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out _), zone is not null);
        if (zone is null) return;
        Assert.Equal(7200, zone.OffsetSeconds(1_782_900_000));
        Assert.Equal(3600, zone.OffsetSeconds(1_767_225_600));
    }

    [Theory]
    [InlineData("duration('3h30m').getHours()", "3")]
    [InlineData("duration('3h30m').getMinutes()", "210")]
    [InlineData("duration('-90s').getMinutes()", "-1")]
    [InlineData("duration('61.5s').getSeconds()", "61")]
    [InlineData("duration('61.5s').getMilliseconds()", "500")]
    [InlineData("dyn(duration('1s')).getFullYear()", "no_matching_overload")]
    [InlineData("dyn(duration('1s')).getHours('UTC')", "no_matching_overload")]
    [InlineData("x.getHours()", "no_matching_overload")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00')", "10000")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getMonth('+14:00')", "0")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getDate('+14:00')", "1")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getDayOfYear('+14:00')", "0")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getDayOfWeek('+14:00')", "6")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getFullYear()", "9999")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getFullYear('-12:00')", "0")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getMonth('-12:00')", "11")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getDate('-12:00')", "31")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getDayOfYear('-12:00')", "365")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getDayOfWeek('-12:00')", "0")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getFullYear()", "1")]
    public void Evaluate_OtherAccessors_GiveThePartOrAnError(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, """{"x":"2026-03-01T00:00:00Z"}"""));
}
