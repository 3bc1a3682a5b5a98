using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

public sealed class LongDetailTests
{
    // More than the 64 KiB of headers that HTTP handlers take by default.
    private static readonly string Detail = new('x', 70_000);

    [Fact]
    public async Task Write_RefusedWithALongDetail_NeighboursBecomeDurable()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.Refusing(
            static r => ZerobusRig.Text(r) == "record-7" ? new Status(StatusCode.InvalidArgument, Detail) : null));
        var stream = await rig.OpenAsync();

        for (var i = 0; i < 20; i++)
            await stream.WriteAsync(ZerobusRig.Record(i));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.RecordRefused, error.Code);
        var refused = Assert.Single(error.Refused);
        Assert.Equal(7, refused.Offset);
        Assert.StartsWith("xxx", refused.Reason, StringComparison.Ordinal);
        Assert.InRange(refused.Reason.Length, 100, 5_000);
        Assert.Equal(Enumerable.Range(0, 20).Where(static i => i != 7).Select(static i => $"record-{i}"), rig.Durable);
    }

    [Theory]
    [InlineData(StatusCode.NotFound, ZerobusErrorCode.TableNotFound)]
    [InlineData(StatusCode.Internal, ZerobusErrorCode.OpenFailed)]
    public async Task Open_RefusedWithALongDetail_IsTheStatus(StatusCode status, ZerobusErrorCode expected)
    {
        await using var rig = await ZerobusRig.StartAsync(
            Scripts.RefusingToOpen(new Status(status, Detail)), static o => o with { OpenAttempts = 1 });

        var error = await Assert.ThrowsAsync<ZerobusException>(() => rig.OpenAsync());

        Assert.Equal(expected, error.Code);
        Assert.InRange(error.Message.Length, 100, 1_000);
    }
}
