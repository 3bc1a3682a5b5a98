using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Zerobus.Tests;

public sealed class RefusedLocallyTests
{
    [Fact]
    public async Task WriteAsync_OnJsonStream_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync(ZerobusRig.Json);

        await AssertCodeAsync(ZerobusErrorCode.RecordTypeMismatch, () => stream.WriteAsync(ZerobusRig.Record(0)).AsTask());
        await AssertCodeAsync(ZerobusErrorCode.RecordTypeMismatch, () => stream.WriteBatchAsync([ZerobusRig.Record(0)]).AsTask());
        Assert.Equal(0, await stream.WriteJsonAsync("{}"u8.ToArray()));
    }

    [Fact]
    public async Task WriteJsonAsync_OnProtoStream_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();

        await AssertCodeAsync(ZerobusErrorCode.RecordTypeMismatch, () => stream.WriteJsonAsync("{}"u8.ToArray()).AsTask());
        await AssertCodeAsync(
            ZerobusErrorCode.RecordTypeMismatch, () => stream.WriteJsonBatchAsync([ZerobusRig.Record(0)]).AsTask());
    }

    [Fact]
    public async Task WriteJsonAsync_NotUtf8_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync(ZerobusRig.Json);

        await AssertCodeAsync(ZerobusErrorCode.RecordInvalid, () => stream.WriteJsonAsync(new byte[] { 0xc3, 0x28 }).AsTask());
    }

    [Fact]
    public async Task WriteJsonAsync_OnJsonStream_ArrivesAsJson()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync(ZerobusRig.Json);

        await stream.WriteJsonAsync("{\"a\":1}"u8.ToArray());
        await stream.WriteJsonBatchAsync(["{}"u8.ToArray(), "{\"b\":\"é\"}"u8.ToArray()]);
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.All(rig.Server.State.Connections[0].Received, static r => Assert.True(r.IsJson));
        Assert.Equal("{\"b\":\"é\"}"u8.ToArray(), rig.Server.State.Durable[2].ToArray());
    }

    [Fact]
    public async Task OpenStreamAsync_ProtoWithoutDescriptor_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        await AssertCodeAsync(
            ZerobusErrorCode.DescriptorMissing, () => rig.OpenAsync(ZerobusRig.Proto with { DescriptorProto = default }));
        Assert.Empty(rig.Server.State.Connections);
    }

    [Fact]
    public async Task OpenStreamAsync_DescriptorNotSelfContained_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var descriptor = new DescriptorProto { Name = "Orders" };
        descriptor.Field.Add(new FieldDescriptorProto { Name = "line", Number = 1, TypeName = ".shop.Line" });

        var error = await AssertCodeAsync(
            ZerobusErrorCode.DescriptorInvalid, () =>
                rig.OpenAsync(ZerobusRig.Proto with { DescriptorProto = descriptor.ToByteArray() }));
        Assert.Contains("line", error.Message, StringComparison.Ordinal);

        descriptor.NestedType.Add(new DescriptorProto { Name = "Line" });
        descriptor.Field[0].TypeName = ".shop.Orders.Line";
        var stream = await rig.OpenAsync(ZerobusRig.Proto with { DescriptorProto = descriptor.ToByteArray() });
    }

    [Fact]
    public async Task OpenStreamAsync_DescriptorIsGarbage_IsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        await AssertCodeAsync(
            ZerobusErrorCode.DescriptorInvalid, () =>
                rig.OpenAsync(ZerobusRig.Proto with { DescriptorProto = new byte[] { 0xff, 0xff } }));
    }

    [Fact]
    public async Task WriteAsync_AtTheLimit_OneBelowAndExactPassOneAboveIsRefusedWithTheSize()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        var largest = ZerobusLimits.MaxRecordBytes;

        await stream.WriteAsync(new byte[largest - 1]);
        await stream.WriteAsync(new byte[largest]);
        var error =
            await AssertCodeAsync(ZerobusErrorCode.RecordTooLarge, () => stream.WriteAsync(new byte[largest + 1]).AsTask());
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Contains("10485761", error.Message, StringComparison.Ordinal);
        Assert.Equal([largest - 1, largest], rig.Server.State.Durable.Select(static r => r.Length));
    }

    [Fact]
    public async Task WriteBatchAsync_AtTheLimit_ExactPassesOneAboveIsRefused()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        var half = new byte[5 * 1024 * 1024];
        var rest = ZerobusLimits.MaxBatchBytes - ZerobusLimits.BatchedSize(half.Length);
        var other = new byte[rest - (ZerobusLimits.BatchedSize(rest) - rest)];

        Assert.Equal(
            ZerobusLimits.MaxBatchBytes, ZerobusLimits.BatchedSize(half.Length) + ZerobusLimits.BatchedSize(other.Length));
        await stream.WriteBatchAsync([half, other]);
        await AssertCodeAsync(
            ZerobusErrorCode.RecordTooLarge, () => stream.WriteBatchAsync([half, new byte[other.Length + 1]]).AsTask());
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(2, rig.Server.State.Durable.Count);
    }

    [Fact]
    public async Task WriteBatchAsync_LengthsDoNotAddUp_Throws()
    {
        await using var rig = await ZerobusRig.StartAsync();
        var stream = await rig.OpenAsync();
        ReadOnlyMemory<int> lengths = (int[])[1, .. Enumerable.Empty<int>()];

        await Assert.ThrowsAsync<ArgumentException>(() => stream.WriteBatchAsync(new byte[2], lengths).AsTask());
    }

    private static async Task<ZerobusException> AssertCodeAsync(ZerobusErrorCode code, Func<Task> act)
    {
        var error = await Assert.ThrowsAsync<ZerobusException>(act);
        Assert.Equal(code, error.Code);
        Assert.False(error.IsRetryable);
        Assert.NotEmpty(error.Action);
        return error;
    }
}
