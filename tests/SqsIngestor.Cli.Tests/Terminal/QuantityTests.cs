using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Tests.Terminal;

public class QuantityTests
{
    [Theory]
    [InlineData(0, "0 messages")]
    [InlineData(1, "1 message")]
    [InlineData(2, "2 messages")]
    public void Count_OfANoun_TakesThePlural(int count, string expected) =>
        Assert.Equal(expected, Quantity.Count(count, "message"));

    [Theory]
    [InlineData(1, "once")]
    [InlineData(2, "2 times")]
    public void Times_OfACount_IsEnglish(int count, string expected) => Assert.Equal(expected, Quantity.Times(count));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(150, "150ms")]
    [InlineData(5_000, "5s")]
    [InlineData(5_500, "5.5s")]
    [InlineData(120_000, "2m")]
    public void Duration_AnyLength_IsWhatTheCommandLineTakes(int milliseconds, string expected)
    {
        var duration = TimeSpan.FromMilliseconds(milliseconds);

        Assert.Equal(expected, Quantity.Duration(duration));
        Assert.True(SqsIngestor.Cli.Commands.DurationOption.TryParse(expected, out var parsed));
        Assert.Equal(duration, parsed);
    }
}
