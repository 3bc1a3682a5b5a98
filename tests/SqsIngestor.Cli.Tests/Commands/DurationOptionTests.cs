using SqsIngestor.Cli.Commands;

namespace SqsIngestor.Cli.Tests.Commands;

public sealed class DurationOptionTests
{
    [Theory]
    [InlineData("150ms", 150)]
    [InlineData("5s", 5000)]
    [InlineData("2m", 120_000)]
    [InlineData("7", 7000)]
    [InlineData("0.5s", 500)]
    public void TryParse_Time_IsRead(string text, double milliseconds)
    {
        Assert.True(DurationOption.TryParse(text, out var value));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("5sm")]
    [InlineData("5h")]
    [InlineData("1e3s")]
    [InlineData("99999999999s")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(DurationOption.TryParse(text, out _));
}
