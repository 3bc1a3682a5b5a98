namespace SqsIngestor.Mapping.Tests.Language.Options;

/// <summary>A wrong value of an option is reported together with its wrong place, not only after that is mended.</summary>
public sealed class OptionWordTests
{
    [Theory]
    [InlineData("{ from: $.body.v, zone: Europe/Berln }", "MAP435")]
    [InlineData("{ from: $.body.v, as: uuid, zone: Europe/Berln }", "MAP435")]
    [InlineData("{ from: $.body.v, as: timestamp, zone: Europe/Berln }", "MAP435")]
    [InlineData("{ from: $.body.v, as: timestmp, zone: Europe/Berln }", "MAP435")]
    [InlineData("{ from: $.body.v, formats: epoc_ms }", "MAP434")]
    [InlineData("{ from: $.body.v, not_before: soon }", "MAP105")]
    [InlineData("{ from: $.body.v, not_before: 2100-01-01, not_after: 2000-01-01 }", "MAP105")]
    [InlineData("{ from: $.body.v, round: hal_even }", "MAP105")]
    public void Compile_WrongValueInTheWrongPlace_IsToldAtOnce(string source, string code) => Assert.Contains(
        OneColumn.Compile("string_value", source).Diagnostics, d => d.Code.Id == code);

    [Fact]
    public void Compile_WrongZone_IsToldOnce() => Assert.Single(
        OneColumn.Compile("int64_value", "{ from: $.body.v, as: timestamp, zone: Europe/Berln }").Diagnostics,
        d => d.Code.Id == "MAP435");
}
