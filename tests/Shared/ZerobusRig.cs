using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Zerobus;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Tests.Shared;

/// <summary>A scripted server, a client of it, and the logs of both ends; disposing checks that no log told a secret.</summary>
internal sealed class ZerobusRig : IAsyncDisposable
{
    public const string Token = "dapi-token-0f4c1b";

    public static readonly ZerobusTableName Table = ZerobusTableName.Parse("main.ingest.orders");

    /// <summary>Longer than anything here takes; it turns a hang into a failure.</summary>
    public static readonly TimeSpan Patience = Eventually.Patience;

    private ZerobusRig(ScriptedZerobus server, ZerobusClientOptions options, IZerobusHeadersProvider headers, TimeProvider? clock)
    {
        Server = server;
        Client = new ZerobusClient(options, headers, Logs, clock);
    }

    public ScriptedZerobus Server { get; }

    public ZerobusClient Client { get; }

    public RecordingLoggerFactory Logs { get; } = new(Token);

    public static async Task<ZerobusRig> StartAsync(
        Func<ScriptedConnection, Task>? script = null,
        Func<ZerobusClientOptions, ZerobusClientOptions>? tune = null,
        IZerobusHeadersProvider? headers = null,
        TimeProvider? clock = null,
        Func<Uri, Uri>? through = null)
    {
        var server = await ScriptedZerobus.StartAsync(script);
        var options = new ZerobusClientOptions
        {
            Endpoint = through is null ? server.Endpoint : through(server.Endpoint),
            BackoffInitial = TimeSpan.FromMilliseconds(1),
            FlushTimeout = TimeSpan.FromMinutes(10),
            OpensPerMinute = 1_000_000,
        };
        if (clock is not null)
        {
            options = options with
            {
                // A test may step a fake clock faster than a busy machine runs the loops; that is not a freeze.
                SuspectAfter = TimeSpan.FromHours(1),
                DiscardAfter = TimeSpan.FromHours(2),
                // A pause and not as long as a check, so that a clock can tell them apart.
                LateAckWait = TimeSpan.FromMilliseconds(50),
            };
        }

        return new ZerobusRig(
            server, tune is null ? options : tune(options), headers ?? new StaticHeadersProvider(Token),
            clock ?? new PatientClock());
    }

    public static ZerobusStreamOptions Proto { get; } = new()
    {
        Table = Table,
        DescriptorProto = new DescriptorProto { Name = "Orders" }.ToByteArray(),
    };

    public static ZerobusStreamOptions Json { get; } = new() { Table = Table, RecordType = RecordType.Json };

    public Task<ZerobusStream> OpenAsync(ZerobusStreamOptions? stream = null) =>
        Client.OpenStreamAsync(stream ?? Proto).WaitAsync(Patience);

    public static byte[] Record(int number) => System.Text.Encoding.ASCII.GetBytes($"record-{number}");

    public static string Text(ReadOnlyMemory<byte> record) => System.Text.Encoding.ASCII.GetString(record.Span);

    /// <summary>The durable records as text, in order.</summary>
    public string[] Durable => [.. Server.State.Durable.Select(Text)];

    /// <summary>How many connections the client has given up because no ack came in time.</summary>
    public int Silences => Logs.Lines.Count(static line => line.Contains("ended (Silence)", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        Logs.AssertNoSecret();
    }
}
