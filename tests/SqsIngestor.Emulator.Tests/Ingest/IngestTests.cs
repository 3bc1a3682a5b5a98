using Grpc.Core;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Ingest;

public sealed class IngestTests
{
    [Fact]
    public async Task EphemeralStream_OneRecord_IsARowByteForByte()
    {
        var binary = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        await using var scene = await Scene.StartAsync();
        using var call = await scene.OpenAsync();
        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, RecordWriter.Write(record => record
            .Text(1, "m-1")
            .Text(3, "héllo\0🙂")
            .Message(6, entry => entry.Text(1, "SentTimestamp").Text(2, "1"))
            .Message(
                7,
                entry =>
                entry.Text(1, "blob").Message(2, value => value.Bytes(2, binary).Bytes(4, []).Bytes(4, binary).Text(5, "Binary")))
            .Number(10, 1_772_366_400_123_456)
            .Number(11, 20_513))));
        await RawZerobusClient.AckedAsync(call, 0);

        var result = scene.Databricks.Tables.Query("SELECT * FROM main.raw.sqs_messages");

        var row = Assert.Single(result.Rows);
        Assert.Equal("m-1", row[0]);
        Assert.Null(row[1]);
        Assert.Equal("héllo\0🙂", row[2]);
        Assert.Equal("1", Assert.IsType<OrderedDictionary<object, object?>>(row[5])["SentTimestamp"]);
        var attribute =
            Assert.IsType<OrderedDictionary<string, object?>>(Assert.IsType<OrderedDictionary<object, object?>>(row[6])["blob"]);
        Assert.Null(attribute["string_value"]);
        Assert.Equal(binary, attribute["binary_value"]);
        Assert.Null(attribute["string_list_values"]);
        Assert.Equal([Array.Empty<byte>(), binary], Assert.IsType<object?[]>(attribute["binary_list_values"]).Cast<byte[]>());
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560), row[9]);
        Assert.Equal(new DateOnly(2026, 3, 1), row[10]);
        Assert.Equal("TIMESTAMPTZ", result.Columns[9].Type);
        Assert.Equal("MAP(VARCHAR, VARCHAR)", result.Columns[5].Type);
    }

    [Theory]
    [InlineData("id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")]
    [InlineData("id DATE NOT NULL GENERATED ALWAYS AS (CAST(at AS DATE))")]
    public async Task EphemeralStream_TableThatComputesANotNullColumn_TakesTheRow(string column)
    {
        await using var databricks = await LocalDatabricks.StartAsync();
        var table = databricks.Tables.Create($"CREATE TABLE main.raw.t ({column}, a STRING NOT NULL)");
        using var client = new RawZerobusClient(databricks);
        using var call = await client.OpenAsync(
            table.Name.ToString(), TableDescriptor.Build(CarriedColumns.Of(table).Table));
        await call.RequestStream.WriteAsync(RawZerobusClient.Record(0, RecordWriter.Write(record => record.Text(1, "x"))));
        await RawZerobusClient.AckedAsync(call, 0);

        var row = Assert.Single(databricks.Tables.Query("SELECT * FROM main.raw.t").Rows);

        Assert.Equal([null, "x"], row);
    }

    [Fact]
    public async Task EphemeralStream_HalfClose_EndsWithOkAfterTheLastAck()
    {
        await using var scene = await Scene.StartAsync();
        using var call = await scene.OpenAsync();
        await call.RequestStream.WriteAsync(
            RawZerobusClient.Batch(0, RecordWriter.Write(r => r.Text(1, "a")), RecordWriter.Write(r => r.Text(1, "b"))));
        await call.RequestStream.CompleteAsync();

        await RawZerobusClient.AckedAsync(call, 0);

        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal(2, scene.CountRows());
    }
}
