using Grpc.Core;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Testing;

namespace SqsIngestor.Zerobus.Tests;

/// <summary>Which ends of a connection end the stream.</summary>
public sealed class StreamEndTests
{
    /// <summary>Each further connection would meet the same service, and everything would be sent once more.</summary>
    [Fact]
    public async Task Write_TwoConnectionsBreakTheProtocol_EndsTheStream()
    {
        await using var rig = await ZerobusRig.StartAsync(static async connection =>
        {
            await connection.OpenAsync();
            await connection.ReadAsync(1);
            await connection.AckAsync(5);
            await connection.StallAsync();
        });
        var stream = await rig.OpenAsync();
        await stream.WriteAsync(ZerobusRig.Record(0));

        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.ProtocolViolation, error.Code);
        Assert.Equal(2, rig.Server.State.Connections.Count);
    }

    [Fact]
    public async Task Write_TheProtocolWasBrokenWhileNothingWasUnsettled_IsNotCounted()
    {
        await using var rig = await ZerobusRig.StartAsync(Scripts.InTurn(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.SendEmptyAsync();
                await connection.StallAsync();
            },
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await connection.AckAsync(5);
                await connection.StallAsync();
            },
            Scripts.WellBehaved));
        var stream = await rig.OpenAsync();
        await Eventually.HoldsAsync(
            () => rig.Logs.Lines.Any(static line => line.Contains("ended (Violation)", StringComparison.Ordinal)));

        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.FlushAsync().WaitAsync(ZerobusRig.Patience);

        Assert.Equal(["record-0"], rig.Durable);
        Assert.Equal(3, rig.Server.State.Connections.Count);
    }

    /// <summary>The token has expired and its successor cannot be had: nobody has refused the credentials.</summary>
    [Fact]
    public async Task Write_TheTokenIsNotKnownAnyMoreAndTheTokenEndpointIsDown_IsNoFaultOfTheCredentials()
    {
        var headers = new FailingHeaders();
        await using var rig = await ZerobusRig.StartAsync(
            static async connection =>
            {
                await connection.OpenAsync();
                await connection.ReadAsync(1);
                await connection.AckAsync(0);
                throw new RpcException(new Status(StatusCode.Unauthenticated, "expired"));
            },
            static options => options with { ReopensWithoutProgress = 2 }, headers);
        var stream = await rig.OpenAsync();
        headers.Fails = true;
        await stream.WriteAsync(ZerobusRig.Record(0));
        await stream.WaitForAckAsync(0).AsTask().WaitAsync(ZerobusRig.Patience);
        await Eventually.HoldsAsync(
            () => rig.Logs.Lines.Any(static line => line.Contains("ended (Status)", StringComparison.Ordinal)));

        await stream.WriteAsync(ZerobusRig.Record(1));
        var error = await Assert.ThrowsAsync<ZerobusException>(() => stream.FlushAsync().WaitAsync(ZerobusRig.Patience));

        Assert.Equal(ZerobusErrorCode.NoProgress, error.Code);
        Assert.Equal(ZerobusErrorCode.TokenUnavailable, Assert.IsType<ZerobusException>(error.InnerException).Code);
    }

    private sealed class FailingHeaders : IZerobusHeadersProvider
    {
        public bool Fails { get; set; }

        public ValueTask<IReadOnlyList<KeyValuePair<string, string>>> GetHeadersAsync(
            ZerobusTableName table, CancellationToken cancellationToken) => Fails
            ? throw new ZerobusException(ZerobusErrorCode.TokenUnavailable, "It is down.")
            : new([new("authorization", "Bearer " + ZerobusRig.Token)]);

        public void Invalidate(ZerobusTableName table)
        {
        }
    }
}
