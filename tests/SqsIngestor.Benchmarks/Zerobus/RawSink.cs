using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>
/// A Zerobus service that counts messages and does not decode them, so that the client is what limits a measurement. It answers
/// headers at once, as the official client needs, and acks every 5 ms. Ends with its standard input.
/// </summary>
internal static class RawSink
{
    private const int PrefixBytes = 5;

    private static readonly TimeSpan AckInterval = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(string authorityFile)
    {
        using var authority = new DevelopmentAuthority();
        await File.WriteAllTextAsync(authorityFile, authority.AuthorityPem);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(authority.ServerCertificate);
            });
        });
        await using var app = builder.Build();
        app.MapPost("/databricks.zerobus.Zerobus/EphemeralStream", ServeAsync);
        await app.StartAsync();
        Console.WriteLine(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync();
    }

    private static async Task ServeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync();
        await context.Response.BodyWriter.FlushAsync();
        // The first message is create_stream; the one after it has the offset 0.
        var received = 0L;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var acking = AckAsync(context.Response.BodyWriter, () => Interlocked.Read(ref received), ended.Token);
        try
        {
            await CountAsync(context.Request.BodyReader, count => Interlocked.Add(ref received, count));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone.
        }
        await ended.CancelAsync();
        await acking;
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task CountAsync(PipeReader body, Action<int> received)
    {
        var missing = 0L;
        while (true)
        {
            var read = await body.ReadAsync();
            var rest = read.Buffer;
            var count = 0;
            while (missing > 0 ? !rest.IsEmpty : rest.Length >= PrefixBytes)
            {
                if (missing == 0)
                {
                    missing = MessageBytes(rest);
                    rest = rest.Slice(PrefixBytes);
                }
                var part = Math.Min(missing, rest.Length);
                rest = rest.Slice(part);
                missing -= part;
                if (missing == 0) count++;
            }
            if (count > 0) received(count);
            body.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted) return;
        }
    }

    private static uint MessageBytes(ReadOnlySequence<byte> body)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        body.Slice(0, PrefixBytes).CopyTo(prefix);
        return BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
    }

    private static async Task AckAsync(PipeWriter body, Func<long> received, CancellationToken ended)
    {
        var answered = 0L;
        using var timer = new PeriodicTimer(AckInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                var count = received();
                if (answered == 0 && count > 0)
                    Write(body, new EphemeralStreamResponse { CreateStreamResponse = new() { StreamId = "sink" } });
                if (count > Math.Max(answered, 1))
                {
                    var ack = new IngestRecordResponse { DurabilityAckUpToOffset = count - 2 };
                    Write(body, new EphemeralStreamResponse { IngestRecordResponse = ack });
                }
                if (count > answered) await body.FlushAsync(ended);
                answered = count;
            }
        }
        catch (OperationCanceledException)
        {
            // The client has half-closed or gone.
        }
    }

    private static void Write(PipeWriter body, EphemeralStreamResponse response)
    {
        var bytes = response.CalculateSize();
        var prefix = body.GetSpan(PrefixBytes);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], bytes);
        body.Advance(PrefixBytes);
        response.WriteTo(body.GetSpan(bytes)[..bytes]);
        body.Advance(bytes);
    }
}
