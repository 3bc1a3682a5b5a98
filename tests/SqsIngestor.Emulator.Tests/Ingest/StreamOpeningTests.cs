using Google.Protobuf.Reflection;
using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Contract;
using ProtobufType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Emulator.Tests.Ingest;

public sealed class StreamOpeningTests
{
    [Fact]
    public async Task EphemeralStream_NothingSentYet_HeadersComeAtOnce()
    {
        await using var scene = await Scene.StartAsync();
        using var call =
            scene.Client.Call(await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName)), scene.TableName);

        var headers = await call.ResponseHeadersAsync.WaitAsync(Eventually.Patience);

        Assert.NotNull(headers);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("unknown")]
    public async Task EphemeralStream_NoGoodToken_Unauthenticated(string? token)
    {
        await using var scene = await Scene.StartAsync();
        using var call = scene.Client.Call(token, scene.TableName);

        Assert.Equal(StatusCode.Unauthenticated, (await RawZerobusClient.FailureAsync(call)).StatusCode);
        Assert.Equal(1, scene.Statistics.StreamsRefused);
    }

    [Fact]
    public async Task EphemeralStream_TokenExpiredOrRevoked_Unauthenticated()
    {
        var clock = new QuietClock();
        await using var scene = await Scene.StartAsync(
            options: new LocalDatabricksOptions { TimeProvider = clock, TokenLifetime = TimeSpan.FromMinutes(5) });
        var expired = await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName));
        clock.Advance(TimeSpan.FromMinutes(5));
        using var first = scene.Client.Call(expired, scene.TableName);
        Assert.Equal(StatusCode.Unauthenticated, (await RawZerobusClient.FailureAsync(first)).StatusCode);

        var revoked = await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName));
        scene.Databricks.RevokeTokens();
        using var second = scene.Client.Call(revoked, scene.TableName);
        Assert.Equal(StatusCode.Unauthenticated, (await RawZerobusClient.FailureAsync(second)).StatusCode);
    }

    [Fact]
    public async Task EphemeralStream_TokenForAnotherTableOrForTheCatalog_PermissionDenied()
    {
        await using var scene = await Scene.StartAsync();
        foreach (var form in new[] { RawZerobusClient.TableForm("main.raw.other"), RawZerobusClient.CatalogForm() })
        {
            using var call = scene.Client.Call(await scene.Client.TokenAsync(form), scene.TableName);
            Assert.Equal(StatusCode.PermissionDenied, (await RawZerobusClient.FailureAsync(call)).StatusCode);
        }
    }

    [Fact]
    public async Task EphemeralStream_NoTableHeader_InvalidArgument()
    {
        await using var scene = await Scene.StartAsync();
        using var call = scene.Client.Call(await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName)), null);

        Assert.Equal(StatusCode.InvalidArgument, (await RawZerobusClient.FailureAsync(call)).StatusCode);
    }

    [Fact]
    public async Task EphemeralStream_NoSuchTable_NotFound()
    {
        await using var scene = await Scene.StartAsync();
        using var call =
            scene.Client.Call(await scene.Client.TokenAsync(RawZerobusClient.TableForm("main.raw.nothing")), "main.raw.nothing");

        var status = await RawZerobusClient.EndedByAsync(call, RawZerobusClient.Create("main.raw.nothing", scene.Descriptor));

        Assert.Equal(StatusCode.NotFound, status.StatusCode);
    }

    [Fact]
    public async Task EphemeralStream_RecordBeforeCreate_InvalidArgument() =>
        await RefusedAsync(RawZerobusClient.Record(0, []), "the first message of a stream must be create_stream");

    [Fact]
    public async Task EphemeralStream_NoDescriptor_InvalidArgument() =>
        await RefusedAsync(
            new EphemeralStreamRequest { CreateStream = new CreateIngestStreamRequest { TableName = "main.raw.sqs_messages" } },
            "needs descriptor_proto");

    [Fact]
    public async Task EphemeralStream_DescriptorIsGarbage_InvalidArgument() =>
        await RefusedAsync(
            new EphemeralStreamRequest
            {
                CreateStream = new CreateIngestStreamRequest
                {
                    TableName = "main.raw.sqs_messages",
                    DescriptorProto = Google.Protobuf.ByteString.CopyFrom(0xFF, 0xFF),
                },
            },
            "not a serialized google.protobuf.DescriptorProto");

    [Fact]
    public async Task EphemeralStream_OtherTableInCreate_InvalidArgument() =>
        await RefusedAsync(RawZerobusClient.Create("main.raw.other", new DescriptorProto()), "names another table");

    [Fact]
    public async Task EphemeralStream_DescriptorDoesNotFit_InvalidArgumentWithEveryFinding()
    {
        var descriptor = new DescriptorProto
        {
            Name = "m",
            Field =
            {
                new FieldDescriptorProto { Name = "body", Number = 1, Type = ProtobufType.Int32 },
                new FieldDescriptorProto { Name = "bodi", Number = 2, Type = ProtobufType.String },
            },
        };

        await RefusedAsync(
            RawZerobusClient.Create("main.raw.sqs_messages", descriptor), "wrong_type: body: ", "unknown_column: bodi: ");
    }

    private static async Task RefusedAsync(EphemeralStreamRequest first, params string[] details)
    {
        await using var scene = await Scene.StartAsync();
        using var call =
            scene.Client.Call(await scene.Client.TokenAsync(RawZerobusClient.TableForm(scene.TableName)), scene.TableName);

        var status = await RawZerobusClient.EndedByAsync(call, first);

        Assert.Equal(StatusCode.InvalidArgument, status.StatusCode);
        Assert.All(details, detail => Assert.Contains(detail, status.Detail, StringComparison.Ordinal));
        Assert.Equal(0, scene.Statistics.StreamsOpened);
        Assert.Equal(1, scene.Statistics.StreamsRefused);
    }
}
