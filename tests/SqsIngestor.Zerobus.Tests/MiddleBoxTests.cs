using System.Globalization;
using Microsoft.AspNetCore.Http;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Tests.Support;

namespace SqsIngestor.Zerobus.Tests;

public sealed class MiddleBoxTests
{
    private const string Page = "<html><body>blocked by policy</body></html>";

    [Theory]
    [InlineData(200, "text/html")]
    [InlineData(200, "application/grpc-web")]
    [InlineData(200, null)]
    [InlineData(401, "text/html")]
    [InlineData(401, null)]
    [InlineData(403, "text/html")]
    [InlineData(404, "text/html")]
    [InlineData(404, "application/grpc")]
    [InlineData(407, "text/html")]
    [InlineData(502, "text/html")]
    [InlineData(302, null)]
    public async Task Open_AnswerThatIsNotGrpc_IsARetryableNetworkFault(int status, string? type)
    {
        await using var box = await MiddleBox.StartAsync(async response =>
        {
            response.StatusCode = status;
            response.ContentType = type;
            if (status == 302)
                response.Headers.Location = "https://login.example.com/?session=hunter2";
            if (type is not null)
                await response.WriteAsync(Page);
        });
        using var logs = new RecordingLoggerFactory("blocked by policy", "hunter2", ZerobusRig.Token);
        await using var client = Client(box, logs);

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ConnectionFailed, error.Code);
        Assert.True(error.IsRetryable);
        Assert.Contains(
            $"HTTP {status.ToString(CultureInfo.InvariantCulture)} ", error.Message, StringComparison.Ordinal);
        Assert.Contains("proxy", error.Action, StringComparison.Ordinal);
        Assert.DoesNotContain("html", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, box.Requests);
        logs.AssertNoSecret();
    }

    [Theory]
    [InlineData(200, "7", ZerobusErrorCode.PermissionDenied)]
    [InlineData(200, "5", ZerobusErrorCode.TableNotFound)]
    [InlineData(404, "12", ZerobusErrorCode.TableUnsupported)]
    [InlineData(503, "14", ZerobusErrorCode.OpenFailed)]
    public async Task Open_StatusInTheHeaders_IsTheServicesAnswer(int status, string grpcStatus, ZerobusErrorCode expected)
    {
        await using var box = await MiddleBox.StartAsync(response =>
        {
            response.StatusCode = status;
            response.Headers["grpc-status"] = grpcStatus;
            return Task.CompletedTask;
        });
        using var logs = new RecordingLoggerFactory();
        await using var client = Client(box, logs);

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(expected, error.Code);
    }

    [Fact]
    public async Task Open_GatewayThatSaysWhyItRefusesTheToken_IsUnauthenticated()
    {
        await using var box = await MiddleBox.StartAsync(static response =>
        {
            response.StatusCode = 401;
            response.Headers["x-databricks-reason-phrase"] = "Token expired";
            return Task.CompletedTask;
        });
        using var logs = new RecordingLoggerFactory();
        await using var client = Client(box, logs);

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(ZerobusRig.Proto).WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.Unauthenticated, error.Code);
    }

    private static ZerobusClient Client(MiddleBox box, RecordingLoggerFactory logs) => new(
        new ZerobusClientOptions
        {
            Endpoint = box.Endpoint,
            OpenAttempts = 3,
            BackoffInitial = TimeSpan.FromMilliseconds(1),
        },
        new StaticHeadersProvider(ZerobusRig.Token),
        logs);
}
