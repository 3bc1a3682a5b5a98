using Google.Protobuf;
using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Emulator.Tests.Ingest;

/// <summary>The client's persistent streams against those of the local Databricks, over sockets.</summary>
public sealed class PersistentStreamTests : IDisposable
{
    private const string Sql = "CREATE TABLE main.raw.numbers (n BIGINT NOT NULL)";
    private static readonly TableName Name = new("main", "raw", "numbers");
    private static readonly ZerobusTableName Table = ZerobusTableName.Parse("main.raw.numbers");
    private static readonly LocalDatabricksOptions Preview = new() { PersistentStreams = true };

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Resume_ByAnotherClient_GoesOnBehindTheLastCommit()
    {
        await using var databricks = await StartAsync(Preview);
        string id;
        await using (var client = Client(databricks))
        {
            await using var stream = await client.OpenStreamAsync(Stream());
            Assert.Equal(0, stream.FirstOffset);
            id = stream.StreamId;
            for (var n = 0; n < 10; n++) Assert.Equal(n, await stream.WriteAsync(Record(n)));
        }

        await using var next = Client(databricks);
        await using var resumed = await next.OpenStreamAsync(Stream(id));

        Assert.Equal(id, resumed.StreamId);
        Assert.Equal(10, resumed.FirstOffset);
        Assert.True(resumed.IsSettled(9));
        Assert.Equal(10, await resumed.WriteBatchAsync([Record(10), Record(11)]));
        Assert.Equal(11, await resumed.WriteAsync(Record(12)));
        await resumed.FlushAsync();
        Assert.Equal(Numbers(13), Rows(databricks));
    }

    [Fact]
    public async Task Connection_EndsWithoutTheAcks_NothingIsThereTwice()
    {
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);
        await using var stream = await client.OpenStreamAsync(Stream());
        databricks.Faults.HoldAcks = true;
        for (var n = 0; n < 100; n++) await stream.WriteAsync(Record(n));
        await Eventually.HoldsAsync(() => databricks.Tables.Count(Name) == 100);

        // All of it is committed, and none of it acked.
        databricks.AbortStreams(StatusCode.Unavailable, "restart");
        databricks.Faults.HoldAcks = false;
        await stream.FlushAsync();
        Assert.Equal(1, stream.Reopens);

        for (var n = 100; n < 300; n++)
        {
            await stream.WriteAsync(Record(n));
            // Some is committed and not acked, some is not even read.
            if (n % 50 == 0) databricks.AbortStreams(StatusCode.Unavailable, "restart");
        }

        await stream.FlushAsync();

        Assert.Equal(Numbers(300), Rows(databricks));
    }

    [Fact]
    public async Task Record_IsRefused_OthersAreThereOnceAndPositionsMoveUp()
    {
        var positions = new Dictionary<long, long>();
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);
        var noted = new PersistentStreamOptions { OnSend = sent => positions[sent.Position] = sent.Offset };
        await using var stream = await client.OpenStreamAsync(Stream() with { Persistent = noted });
        for (var n = 0; n < 20; n++) await stream.WriteAsync(n == 7 ? new byte[] { 0x0f } : Record(n));

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync());

        Assert.Equal(ZerobusErrorCode.RecordRefused, error.Code);
        Assert.Equal([7L], error.Refused.Select(static refused => refused.Offset));
        Assert.Equal(Numbers(20).Where(static n => n != 7), Rows(databricks));
        Assert.Equal(6, positions[6]);
        Assert.Equal(8, positions[7]);
        Assert.Equal(19, positions[18]);
    }

    [Fact]
    public async Task OnSend_WritesWithTags_GivesEachItsTag()
    {
        var tags = new List<(long Position, int Tag)>();
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);
        var persistent = new PersistentStreamOptions { OnSend = sent => tags.Add((sent.Position, sent.Tag)) };
        await using var stream = await client.OpenStreamAsync(Stream() with { Persistent = persistent });

        for (var n = 0; n < 5; n++) await stream.WriteAsync(Record(n), new WriteTerms { Tag = 100 - n });
        await stream.WriteAsync(Record(5));
        await stream.FlushAsync();

        Assert.Equal([(0, 100), (1, 99), (2, 98), (3, 97), (4, 96), (5, 0)], tags);
    }

    [Fact]
    public async Task OnSend_Throws_StreamFailsAndNoRecordIsBlamed()
    {
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);
        var full = new PersistentStreamOptions
        {
            OnSend = static sent =>
            {
                if (sent.Position == 2) throw new IOException("No space left on device.");
            },
        };
        var stream = await client.OpenStreamAsync(Stream() with { Persistent = full });
        for (var n = 0; n < 5; n++) await stream.WriteAsync(Record(n));

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync());

        Assert.Equal(ZerobusErrorCode.StreamFailed, error.Code);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Contains("OnSend", error.Message, StringComparison.Ordinal);
        Assert.Null(error.SuspectOffset);
        await using var resumed = await client.OpenStreamAsync(Stream(stream.StreamId));
        Assert.Equal(databricks.Tables.Count(Name), resumed.FirstOffset);
        Assert.InRange(resumed.FirstOffset, 0, 2);
    }

    [Fact]
    public async Task Resume_WhileAnotherClientSends_OtherDoesNotTakeTheStreamBack()
    {
        await using var databricks = await StartAsync(Preview);
        databricks.Faults.HoldAcks = true;
        await using var first = Client(databricks);
        var stream = await first.OpenStreamAsync(Stream());
        for (var n = 0; n < 50; n++) await stream.WriteAsync(Record(n));
        await using var second = Client(databricks);

        await using var taken = await second.OpenStreamAsync(Stream(stream.StreamId));
        databricks.Faults.HoldAcks = false;
        for (var n = 0; n < 10; n++) await taken.WriteAsync(Record(1000 + n));
        await taken.FlushAsync();

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync());
        Assert.Equal(ZerobusErrorCode.StreamTakenOver, error.Code);
        Assert.Equal(0, stream.Reopens);
        Assert.Equal(taken.FirstOffset + 10, databricks.Tables.Count(Name));
    }

    [Fact]
    public async Task Create_OrReplaceThatIsRefused_LeavesTheStreamsOfTheTable()
    {
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);
        var stream = await client.OpenStreamAsync(Stream());
        await stream.WriteAsync(Record(0));
        await stream.CloseAsync();

        Assert.Throws<TableStoreException>(
            () => databricks.Tables.Create("CREATE OR REPLACE TABLE main.raw.numbers (n BIGINT, x GEOMETRY(4326))"));

        await using var resumed = await client.OpenStreamAsync(Stream(stream.StreamId));
        Assert.Equal(1, resumed.FirstOffset);
    }

    [Fact]
    public async Task Create_TableOfTheFileItself_IsRefused()
    {
        await using var databricks = await StartAsync(Preview);

        var error = Assert.Throws<TableStoreException>(
            () => databricks.Tables.Create("CREATE TABLE sqs_ingestor.system.zerobus_stream (id STRING)"));

        Assert.Equal("table_read_only", error.Code);
    }

    [Fact]
    public async Task Resume_WhileAnotherClientWrites_EndsTheOtherForGood()
    {
        await using var databricks = await StartAsync(Preview);
        await using var first = Client(databricks);
        var stream = await first.OpenStreamAsync(Stream());
        await stream.WriteAsync(Record(0));
        await stream.FlushAsync();
        await using var second = Client(databricks);

        await using var taken = await second.OpenStreamAsync(Stream(stream.StreamId));
        await taken.WriteAsync(Record(1));
        await taken.FlushAsync();

        var error = await Assert.ThrowsAsync<ZerobusException>(async () =>
        {
            await stream.WriteAsync(Record(2));
            await stream.FlushAsync();
        });
        Assert.Equal(ZerobusErrorCode.StreamTakenOver, error.Code);
        Assert.Contains("one writer", error.Action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_StartsAgainWithItsDatabase_StreamGoesOn()
    {
        var options = Preview with { DatabaseFile = Path.Combine(_folder, "rows.duckdb") };
        string id;
        await using (var databricks = await StartAsync(options))
        {
            await using var client = Client(databricks);
            await using var stream = await client.OpenStreamAsync(Stream());
            id = stream.StreamId;
            for (var n = 0; n < 5; n++) await stream.WriteAsync(Record(n));
        }

        await using var again = await LocalDatabricks.StartAsync(options);
        await using var next = Client(again);
        await using var resumed = await next.OpenStreamAsync(Stream(id));

        Assert.Equal(5, resumed.FirstOffset);
        Assert.Equal(Numbers(5), Rows(again));
    }

    [Fact]
    public async Task Retire_Stream_CannotBeResumed()
    {
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);
        var stream = await client.OpenStreamAsync(Stream());
        await stream.WriteAsync(Record(0));
        await stream.CloseAsync();

        await client.RetireStreamAsync(Table, stream.StreamId);

        await AssertNotFoundAsync(() => client.OpenStreamAsync(Stream(stream.StreamId)));
        var twice = await Assert.ThrowsAsync<ZerobusException>(() => client.RetireStreamAsync(Table, stream.StreamId));
        Assert.Equal((ZerobusErrorCode.StreamNotFound, "STREAM_NOT_FOUND"), (twice.Code, twice.ServiceError!.Reason));
        Assert.Equal(Numbers(1), Rows(databricks));
    }

    [Fact]
    public async Task Resume_TableWasReplaced_StreamIsGone()
    {
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);
        var stream = await client.OpenStreamAsync(Stream());
        await stream.CloseAsync();
        databricks.Tables.Create(Sql.Replace("CREATE", "CREATE OR REPLACE", StringComparison.Ordinal));

        await AssertNotFoundAsync(() => client.OpenStreamAsync(Stream(stream.StreamId)));
    }

    [Fact]
    public async Task Server_WithoutThePreview_RefusesByName()
    {
        await using var databricks = await StartAsync(new LocalDatabricksOptions());
        await using var client = Client(databricks);

        var open = await Assert.ThrowsAsync<ZerobusException>(() => client.OpenStreamAsync(Stream()));
        var retire = await Assert.ThrowsAsync<ZerobusException>(() => client.RetireStreamAsync(Table, "id"));

        Assert.Equal(ZerobusErrorCode.TableUnsupported, open.Code);
        Assert.Contains("PersistentStream is not served here", open.Message, StringComparison.Ordinal);
        Assert.Contains("RetireStream is not served here", retire.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_WithoutThePreview_RefusesLocally()
    {
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks, new ZerobusPreviewOptions());

        var avro = new ZerobusStreamOptions { Table = Table, RecordType = RecordType.Avro, AvroSchema = "{}" };

        foreach (var call in new Func<Task>[]
        {
            () => client.OpenStreamAsync(Stream()),
            () => client.RetireStreamAsync(Table, "id"),
            () => client.OpenStreamAsync(avro),
        })
        {
            var error = await Assert.ThrowsAsync<ZerobusException>(call);
            Assert.Equal(ZerobusErrorCode.OptionsInvalid, error.Code);
            Assert.Contains("Preview.", error.Action, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Avro_Stream_IsRefusedByName()
    {
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(
                new ZerobusStreamOptions { Table = Table, RecordType = RecordType.Avro, AvroSchema = "{\"type\":\"long\"}" }));

        Assert.Contains("AVRO is not served here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Descriptor_DoesNotFit_ErrorHasTheDetails()
    {
        await using var databricks = await StartAsync(Preview);
        await using var client = Client(databricks);
        var other = TableDescriptor.Build(SampleTables.Table("n BIGINT NOT NULL, missing STRING"));

        var error = await Assert.ThrowsAsync<ZerobusException>(
            () => client.OpenStreamAsync(Stream() with { DescriptorProto = other.ToByteArray() }));

        Assert.Equal(ZerobusErrorCode.SchemaRefused, error.Code);
        Assert.Equal(ZerobusServiceError.SchemaValidationFailed, error.ServiceError!.Reason);
        Assert.Equal(8001, error.ServiceError.Code);
        Assert.Equal(["FIELD_NOT_IN_TABLE"], error.ServiceError.Causes);
        Assert.Equal("missing", error.ServiceError.Column);
        Assert.Contains(
            "(error 8001, SCHEMA_VALIDATION_FAILED, FIELD_NOT_IN_TABLE, column missing)", error.Message,
            StringComparison.Ordinal);
    }

    private static async Task<LocalDatabricks> StartAsync(LocalDatabricksOptions options)
    {
        var databricks = await LocalDatabricks.StartAsync(options);
        databricks.Tables.Create(Sql);
        return databricks;
    }

    private static ZerobusClient Client(LocalDatabricks databricks, ZerobusPreviewOptions? preview = null)
    {
        var provider = new OAuthTokenProvider(new OAuthOptions
        {
            WorkspaceUrl = databricks.WorkspaceUrl,
            ClientId = databricks.ClientId,
            ClientSecret = databricks.ClientSecret,
            WorkspaceId = "127",
        });
        var options = new ZerobusClientOptions
        {
            Endpoint = databricks.ZerobusEndpoint,
            BackoffInitial = TimeSpan.Zero,
            Preview = preview ?? new ZerobusPreviewOptions { PersistentStreams = true, Avro = true },
        };
        return new ZerobusClient(options, provider);
    }

    private static ZerobusStreamOptions Stream(string? id = null) => new()
    {
        Table = Table,
        DescriptorProto = TableDescriptor.Build(SampleTables.Table("n BIGINT NOT NULL")).ToByteArray(),
        Persistent = new PersistentStreamOptions { StreamId = id },
    };

    private static byte[] Record(int n)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes))
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt64(n);
        }

        return bytes.ToArray();
    }

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(0, count).Select(static n => (long)n);

    private static IEnumerable<long> Rows(LocalDatabricks databricks) =>
        databricks.Tables.Query("SELECT n FROM main.raw.numbers ORDER BY n").Rows.Select(static row => (long)row[0]!);

    private static async Task AssertNotFoundAsync(Func<Task> open)
    {
        var error = await Assert.ThrowsAsync<ZerobusException>(open);
        Assert.Equal(ZerobusErrorCode.StreamNotFound, error.Code);
    }
}
