using CsCheck;
using SqsIngestor.Mapping.Inspection;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;
using SqsIngestor.Mapping.Language.Tests;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Mapping.Tests.Time;

public sealed class TimeBoundsTests
{
    [Theory]
    [InlineData("timestamp", ", not_before: 2000-01-01", "\"1999-12-31T23:59:59.999999Z\"", "time_bounds")]
    [InlineData("timestamp", ", not_before: 2000-01-01", "\"2000-01-01T00:00:00Z\"", "none")]
    [InlineData("timestamp", ", not_after: 2030-12-31", "\"2030-12-31T23:59:59.999999Z\"", "none")]
    [InlineData("timestamp", ", not_after: 2030-12-31", "\"2031-01-01T00:00:00Z\"", "time_bounds")]
    [InlineData("timestamp", ", not_after: '2030-12-31T00:00:00+01:00'", "\"2030-12-30T23:00:00Z\"", "none")]
    [InlineData("timestamp", ", not_after: '2030-12-31T00:00:00+01:00'", "\"2030-12-30T23:00:00.000001Z\"", "time_bounds")]
    [InlineData("timestamp", ", zone: '+01:00', not_before: 2000-01-01", "\"1999-12-31T23:00:00Z\"", "none")]
    [InlineData("timestamp", ", zone: '+01:00', not_before: 2000-01-01", "\"1999-12-31T22:59:59Z\"", "time_bounds")]
    [InlineData("timestamp_ntz", ", zone: '+01:00', not_before: 2000-01-01", "\"1999-12-31T23:00:00Z\"", "none")]
    [InlineData("timestamp_ntz", ", not_before: 2000-01-01", "\"1999-12-31T23:00:00\"", "time_bounds")]
    [InlineData("timestamp_ntz", ", zone: '+01:00', not_after: '2000-01-01T00:00:00Z'", "\"2000-01-01T01:00:00\"", "none")]
    [InlineData("timestamp", ", formats: epoch_ms, not_before: 2000-01-01", "1772362800", "time_bounds")]
    [InlineData("timestamp", ", formats: epoch_ms, not_before: 2000-01-01", "1e400", "time_range")]
    [InlineData("timestamp", ", formats: [epoch_ms, rfc3339], not_before: 2000-01-01", "1772362800", "time_bounds")]
    [InlineData("timestamp", ", not_before: 2000-01-01", "\"x\"", "time_syntax")]
    public void Encode_TimeOutsideItsBounds_IsAnError(string meaning, string options, string json, string expected) =>
        Assert.Equal(expected, ErrorOf("int64_value", $"as: {meaning}{options}", json));

    [Theory]
    [InlineData(", not_before: 2000-01-01", "\"1999-12-31\"", "time_bounds")]
    [InlineData(", not_before: 2000-01-01, not_after: 2000-01-01", "\"2000-01-01\"", "none")]
    [InlineData(", not_after: 2000-01-01", "\"2000-01-02\"", "time_bounds")]
    public void Encode_DateOutsideItsBounds_IsAnError(string options, string json, string expected) =>
        Assert.Equal(expected, ErrorOf("int32_value", $"as: date{options}", json));

    [Fact]
    public void Encode_TimeOutsideItsBounds_FollowsOnError() =>
        Assert.False(
            OneColumn.Encode(
                OneColumn.Plan(
                    "int64_value",
                    "{ from: $.body.v, as: timestamp, formats: epoch_ms, not_before: 2000-01-01, on_error: to_null }"),
                "1772362800").HasInt64Value);

    [Fact]
    public void Encode_OneOfSeveralUnits_IsTheOneWithinTheBounds()
    {
        var plan = OneColumn.Plan(
            "int64_value",
            "{ from: $.body.v, as: timestamp, formats: [epoch_ns, epoch_us, epoch_ms, epoch_s], not_before: 2000-01-01 }");

        Gen.Select(Gen.Long[946_684_800_000_000, 4_102_444_800_000_000], Gen.Int[0, 3]).Sample((microseconds, unit) =>
        {
            var (text, expected) = unit switch
            {
                0 => ($"{microseconds}000", microseconds),
                1 => ($"{microseconds}", microseconds),
                2 => ($"{microseconds / 1000}", microseconds / 1000 * 1000),
                _ => ($"{microseconds / 1_000_000}", microseconds / 1_000_000 * 1_000_000),
            };
            Assert.Equal(expected, OneColumn.Encode(plan, text).Int64Value);
        });
    }

    [Theory]
    [InlineData("as: timestamp, not_before: yesterday")]
    [InlineData("as: timestamp, not_after: 2000-02-30")]
    [InlineData("as: timestamp, not_before: 2000-01-02, not_after: 2000-01-01")]
    [InlineData("not_before: 2000-01-01")]
    [InlineData("not_after: 2000-01-01")]
    [InlineData("as: timestamp, not_before: 2000-01-01, default: '1970-01-01T00:00:00Z'")]
    public void Compile_BoundsThatCannotBe_AreADiagnostic(string options) =>
        Assert.Single(OneColumn.Compile("int64_value", $"{{ from: $.body.v, {options} }}").Diagnostics);

    [Theory]
    [InlineData("epoch_ms", "", 1772362800, "1970-01-21T12:19:22.8Z")]
    [InlineData("epoch_s", "", 4200000000, "2103-02-04T02:40:00Z")]
    [InlineData("epoch_s", "", 1772362800, null)]
    [InlineData("epoch_s", "", 946684800, null)]
    [InlineData("epoch_s", "", 946684799, "1999-12-31T23:59:59Z")]
    [InlineData("epoch_ms", ", not_before: 1970-01-01", 1772362800, null)]
    [InlineData("epoch_ms", ", not_after: 2100-01-01", 1772362800, null)]
    public void TestAndExplain_StrangeYear_IsAWarningUnlessTheMappingHasBounds(
        string format, string bounds, long number, string? expected)
    {
        var source = $"{{ from: $.body.v, as: timestamp, formats: {format}{bounds} }}";
        var compilation = OneColumn.Compile(
            "int64_value", source, $"tests: [{{ name: t, body: {{ v: {number} }}, expect: [{{}}] }}]");
        var result = new MappingTestRunner(compilation.Plan!, _ => []).Run(Assert.Single(compilation.Tests));

        Assert.True(result.Passed);
        var warnings = expected is null
            ? (string[])[]
            : [$"{expected} is outside the years 2000 to 2100; check the unit, or set 'not_before' and 'not_after'"];
        Assert.Equal(warnings.Select(warning => $"main.raw.test: int64_value: {warning}"), result.Warnings);
        Assert.Equal(warnings.SingleOrDefault(), Explained(OneColumn.Plan("int64_value", source), number));
    }

    [Fact]
    public void Page_OfTheLanguage_HasThePlausibleYears() =>
        Assert.Contains(
            $"outside the years {PlausibleTimes.FirstYear} to {PlausibleTimes.LastYear}:",
            File.ReadAllText(RepositoryFiles.PathOf("docs", "reference", "mapping.md")).ReplaceLineEndings(" "),
            StringComparison.Ordinal);

    [Fact]
    public void Warnings_TimesInArraysAndMaps_NameTheColumnOnce()
    {
        var plan = OneColumn.Plan("unpacked", "{ from: $.body.v, as: date }");
        var (rows, _) = TestEncoding.Body(plan, """{"v":["1970-01-01","2026-01-01","1980-01-01"]}""");

        Assert.Equal(
            ["unpacked: 1970-01-01 is outside the years 2000 to 2100; check the unit, or set 'not_before' and 'not_after'"],
            new RecordInspector(plan, plan.Targets[0]).Warnings(Assert.Single(rows)));
    }

    private static string? Explained(MappingPlan plan, long number)
    {
        var payload = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":"{\"v\":{{number}} }"}]}""");

        var columns = Assert.Single(EventTracer.Run(plan, payload, default)).Columns;
        return columns.Single(c => c.Column.Name == "int64_value").Column.Warning;
    }

    private static string ErrorOf(string column, string options, string json) =>
        OneColumn.ErrorOf(OneColumn.Plan(column, $"{{ from: $.body.v, {options} }}"), json);
}
