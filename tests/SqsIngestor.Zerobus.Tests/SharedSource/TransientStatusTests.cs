using System.Net;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Tests.SharedSource;

public sealed class TransientStatusTests
{
    [Theory]
    [InlineData(200, false)]
    [InlineData(302, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(409, false)]
    [InlineData(429, true)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(599, true)]
    public void Is_Status_SaysWhetherALaterAttemptCanSucceed(int status, bool transient) =>
        Assert.Equal(transient, TransientStatus.Is((HttpStatusCode)status));
}
