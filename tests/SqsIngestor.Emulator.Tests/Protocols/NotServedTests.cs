using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Emulator.Tests.Rest;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Protocols;

/// <summary>Requests for what the real endpoints serve and this server does not.</summary>
public sealed class NotServedTests
{
    private const string Served =
        "The local Databricks serves Zerobus streams (gRPC, databricks.zerobus.Zerobus), inserts (POST ";

    [Theory]
    [InlineData("opentelemetry.proto.collector.trace.v1.TraceService", "Export", "OpenTelemetry (OTLP over gRPC)")]
    [InlineData("opentelemetry.proto.collector.metrics.v1.MetricsService", "Export", "OpenTelemetry (OTLP over gRPC)")]
    [InlineData("opentelemetry.proto.collector.logs.v1.LogsService", "Export", "OpenTelemetry (OTLP over gRPC)")]
    [InlineData("arrow.flight.protocol.FlightService", "DoPut", "Arrow Flight")]
    [InlineData("databricks.zerobus.Zerobus", "NoSuchMethod", "This method of databricks.zerobus.Zerobus")]
    [InlineData("grpc.health.v1.Health", "Check", "This gRPC method")]
    public async Task Grpc_MethodThatIsNotServed_IsUnimplementedByName(string service, string method, string name)
    {
        using var log = new RecordingLoggerFactory();
        await using var databricks = await LocalDatabricks.StartAsync(new LocalDatabricksOptions { LoggerFactory = log });
        using var channel = GrpcChannel.ForAddress(databricks.ZerobusEndpoint);
        var bytes = Marshallers.Create(static value => value, static value => value);

        using var unary = channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<byte[], byte[]>(MethodType.Unary, service, method, bytes, bytes), null, default, [1, 2, 3]);
        using var stream = channel.CreateCallInvoker().AsyncDuplexStreamingCall(
            new Method<byte[], byte[]>(MethodType.DuplexStreaming, service, method, bytes, bytes), null, default);
        var failures = new[]
        {
            await Assert.ThrowsAsync<RpcException>(() => unary.ResponseAsync.WaitAsync(Eventually.Patience)),
            await Assert.ThrowsAsync<RpcException>(
                () => stream.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience)),
        };

        Assert.All(failures, failure => Assert.Equal(StatusCode.Unimplemented, failure.StatusCode));
        var sentence = $"{name} is not served here. {Served}";
        Assert.All(failures, failure => Assert.StartsWith(sentence, failure.Status.Detail, StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Warning 4007 A client asked for ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v1/traces", HttpStatusCode.NotImplemented, "NOT_IMPLEMENTED", "OpenTelemetry (OTLP over HTTP)")]
    [InlineData("/v1/metrics", HttpStatusCode.NotImplemented, "NOT_IMPLEMENTED", "OpenTelemetry (OTLP over HTTP)")]
    [InlineData("/v1/logs", HttpStatusCode.NotImplemented, "NOT_IMPLEMENTED", "OpenTelemetry (OTLP over HTTP)")]
    [InlineData("/zerobus/v2/tables/a.b.c/insert", HttpStatusCode.NotFound, "ENDPOINT_NOT_FOUND", "This path or HTTP method")]
    [InlineData("/", HttpStatusCode.NotFound, "ENDPOINT_NOT_FOUND", "This path or HTTP method")]
    public async Task Http_PathThatIsNotServed_IsAnsweredByName(
        string path, HttpStatusCode status, string code, string name)
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        foreach (var endpoint in new[] { databricks.ZerobusEndpoint, databricks.WorkspaceUrl })
        {
            using var client = new RestClient(endpoint, HttpVersion.Version11);
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent([10, 0]) };
            request.Content.Headers.ContentType = new("application/x-protobuf");

            var answer = await client.SendAsync(request);

            Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
            Assert.StartsWith($"{name} is not served here. {Served}", answer.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Http1_ClearTextGetOnTheEndpointOfZerobus_IsASentence()
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, databricks.ZerobusEndpoint.Port);
        await using var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(Eventually.Patience);
        Assert.StartsWith("HTTP/1.1 404 Not Found\r\n", answer, StringComparison.Ordinal);
        Assert.Contains(Served, answer, StringComparison.Ordinal);
    }
}
