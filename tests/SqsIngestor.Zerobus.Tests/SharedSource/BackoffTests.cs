using System.Net.Http.Headers;
using SqsIngestor.Shared;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests.SharedSource;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 250)]
    [InlineData(2, 500)]
    [InlineData(5, 4000)]
    [InlineData(7, 10_000)]
    [InlineData(int.MaxValue, 10_000)]
    public void After_WithoutJitter_DoublesUpToTheMost(int failures, int milliseconds)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), backoff.After(failures));
    }

    [Fact]
    public void After_WithFullJitter_IsHalfTheStep()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10), static () => 1);
        Assert.Equal(TimeSpan.FromMilliseconds(250), backoff.After(2));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("3", 3)]
    [InlineData("Sat, 01 Jan 2000 00:00:07 GMT", 7)]
    [InlineData("Fri, 31 Dec 1999 23:59:59 GMT", null)]
    public void RetryAfter_Header_IsATimeFromNow(string? value, int? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.RetryAfter = value is null ? null : RetryConditionHeaderValue.Parse(value);
        // The fake clock starts at the beginning of the year 2000.
        var wait = Backoff.RetryAfter(response.Headers, new QuietClock());
        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), wait);
    }
}
