using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using SqsIngestor.Emulator.Ingest;

namespace SqsIngestor.Emulator.Protocols;

/// <summary>
/// Looks at the first bytes of a connection to the endpoint of Zerobus, which serves HTTP/1 and HTTP/2. In clear text, Kestrel
/// serves one of them for each port, so that the gate hands HTTP/1 to another one. It closes a connection that speaks another
/// protocol, with a line in the log.
/// </summary>
internal sealed class ProtocolGate(bool isTls, ILogger logger)
{
    private const int MostBytes = 32;

    private ConnectionDelegate? _http1;

    /// <summary>Takes the HTTP/1 server of another port, the one behind this step.</summary>
    public ConnectionDelegate CaptureHttp1(ConnectionDelegate next) => _http1 = next;

    /// <summary>The step before TLS, or without it.</summary>
    public ConnectionDelegate Outer(ConnectionDelegate next) => async connection =>
    {
        if (await RecognizeAsync(connection) is not { } protocol) return;
        switch (protocol)
        {
            case WireProtocol.Http1 or WireProtocol.Http2 when isTls:
                IngestLog.ConnectionRefused(logger, "HTTP without TLS", "The endpoint uses TLS; its URL starts with https://.");
                break;
            case WireProtocol.Tls when !isTls:
                IngestLog.ConnectionRefused(logger, "TLS", "The endpoint is clear text; its URL starts with http://.");
                break;
            case WireProtocol.Http1:
                await _http1!(connection);
                break;
            case WireProtocol.Kafka:
                RefuseOther("the Kafka protocol");
                break;
            case WireProtocol.Mqtt:
                RefuseOther("MQTT");
                break;
            case WireProtocol.Http2 or WireProtocol.Tls or WireProtocol.Unknown or WireProtocol.Undecided:
                await next(connection);
                break;
            default:
                throw new UnreachableException();
        }
    };

    /// <summary>The step behind TLS.</summary>
    public ConnectionDelegate Inner(ConnectionDelegate next) => async connection =>
    {
        if (await RecognizeAsync(connection) is not { } protocol) return;
        if (protocol is WireProtocol.Kafka) RefuseOther("the Kafka protocol");
        else if (protocol is WireProtocol.Mqtt) RefuseOther("MQTT");
        else await next(connection);
    };

    private void RefuseOther(string protocol) => IngestLog.ConnectionRefused(logger, protocol, NotServed.WhatIs);

    /// <summary>
    /// Reads, and leaves unread, as many bytes as it needs; null if the connection has ended or the server stops first.
    /// </summary>
    private static async Task<WireProtocol?> RecognizeAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using var registration = stopping.Register(input.CancelPendingRead);
        try
        {
            while (true)
            {
                var result = await input.ReadAsync();
                if (result.IsCanceled) return null;
                var protocol = WireProtocols.Of(Start(result.Buffer));
                var isDecided = protocol != WireProtocol.Undecided || result.IsCompleted;
                // The bytes that were examined do not complete the next read.
                input.AdvanceTo(result.Buffer.Start, isDecided ? result.Buffer.Start : result.Buffer.End);
                if (isDecided) return protocol;
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or ConnectionResetException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Start(ReadOnlySequence<byte> buffer)
    {
        var start = buffer.Slice(0, Math.Min(buffer.Length, MostBytes));
        return start.IsSingleSegment ? start.FirstSpan : start.ToArray();
    }
}
