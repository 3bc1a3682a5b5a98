namespace SqsIngestor.Zerobus.Testing.Tests;

/// <summary>Persistent streams of the client against the scripted server.</summary>
public sealed class PersistentScriptTests
{
    private static readonly ZerobusTableName Table = ZerobusTableName.Parse("main.web.events");

    [Fact]
    public async Task OpenAsync_StreamIsKnown_GoesOnBehindTheLastCommit()
    {
        await using var server = await ScriptedZerobus.StartAsync();
        server.State.Persistent.Set("stream-7", lastCommitted: 41);
        await using var client = Client(server);
        await using var stream = await client.OpenStreamAsync(Stream("stream-7"));

        await WriteAsync(stream, 2);

        Assert.Equal(42, stream.FirstOffset);
        Assert.Equal(43, server.State.Persistent.LastCommitted("stream-7"));
        var connection = Assert.Single(server.State.Connections);
        Assert.True(connection.IsPersistent);
        Assert.Equal("stream-7", connection.ResumedId);
        Assert.Equal([42L, 43L], connection.Received.Select(static request => request.Offset));
    }

    [Fact]
    public async Task OpenAsync_StreamIsNotKnown_IsNotFound()
    {
        await using var server = await ScriptedZerobus.StartAsync();
        await using var client = Client(server);

        var error = await Assert.ThrowsAsync<ZerobusException>(() => client.OpenStreamAsync(Stream("stream-7")));

        Assert.Equal(ZerobusErrorCode.StreamNotFound, error.Code);
        Assert.Null(server.State.Persistent.LastCommitted("stream-7"));
    }

    [Theory]
    [InlineData("0:3=committed")]
    [InlineData("0:3=unavailable 1:5=committed")]
    public async Task RunAsync_ConnectionEnds_EachRecordIsDurableOnce(string plan)
    {
        await using var server = await ScriptedZerobus.StartAsync(connection => FaultPlan.Parse(plan).RunAsync(connection));
        await using var client = Client(server);
        await using var stream = await client.OpenStreamAsync(Stream());

        await WriteAsync(stream, 10);

        Assert.Equal(10, server.State.Durable.Count);
        Assert.Equal(9, server.State.Persistent.LastCommitted(stream.StreamId));
        Assert.Null(server.State.Connections[0].ResumedId);
        Assert.All(server.State.Connections.Skip(1), connection => Assert.Equal(stream.StreamId, connection.ResumedId));
    }

    [Fact]
    public async Task AnswerResumeAsync_OffsetThatNobodySent_FailsTheStream()
    {
        await using var server = await ScriptedZerobus.StartAsync(Scripts.InTurn(
            static connection => FaultPlan.Parse("0:0=unavailable").RunAsync(connection),
            static async connection =>
            {
                await connection.ReadCreateAsync();
                await connection.AnswerResumeAsync(99);
                await connection.StallAsync();
            }));
        await using var client = Client(server);
        var stream = await client.OpenStreamAsync(Stream());

        var error = await Assert.ThrowsAsync<ZerobusException>(() => WriteAsync(stream, 1));

        Assert.Equal(ZerobusErrorCode.StreamTakenOver, error.Code);
    }

    [Fact]
    public async Task Retire_Stream_IsForgotten()
    {
        await using var server = await ScriptedZerobus.StartAsync();
        await using var client = Client(server);
        var stream = await client.OpenStreamAsync(Stream());
        await WriteAsync(stream, 1);
        await stream.CloseAsync();

        await client.RetireStreamAsync(Table, stream.StreamId);

        Assert.Equal([stream.StreamId], server.State.Persistent.Retired);
        await Assert.ThrowsAsync<ZerobusException>(() => client.RetireStreamAsync(Table, stream.StreamId));
    }

    [Fact]
    public async Task OpenAsync_EphemeralStream_IsNotPersistent()
    {
        await using var server = await ScriptedZerobus.StartAsync();
        await using var client = Client(server);
        await using var stream = await client.OpenStreamAsync(Stream() with { Persistent = null });

        await WriteAsync(stream, 1);

        Assert.False(server.State.Connections[0].IsPersistent);
        Assert.Null(server.State.Persistent.LastCommitted(stream.StreamId));
    }

    private static ZerobusClient Client(ScriptedZerobus server) => new(
        new ZerobusClientOptions
        {
            Endpoint = server.Endpoint,
            BackoffInitial = TimeSpan.Zero,
            Preview = new ZerobusPreviewOptions { PersistentStreams = true },
        },
        new StaticHeadersProvider("any token"));

    private static ZerobusStreamOptions Stream(string? id = null) => new()
    {
        Table = Table,
        RecordType = RecordType.Json,
        Persistent = new PersistentStreamOptions { StreamId = id },
    };

    private static async Task WriteAsync(ZerobusStream stream, int count)
    {
        for (var i = 0; i < count; i++)
            await stream.WriteJsonAsync("""{"event_id": "e-1"}"""u8.ToArray());
        await stream.FlushAsync();
    }
}
