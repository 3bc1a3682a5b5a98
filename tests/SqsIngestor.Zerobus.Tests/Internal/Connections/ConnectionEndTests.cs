using System.Net.Sockets;
using Grpc.Core;
using SqsIngestor.Zerobus.Internal.Connections;

namespace SqsIngestor.Zerobus.Tests.Internal.Connections;

public sealed class ConnectionEndTests
{
    [Theory]
    [InlineData(SocketError.ConnectionReset, true)]
    [InlineData(SocketError.TimedOut, false)]
    [InlineData(SocketError.HostUnreachable, false)]
    [InlineData(SocketError.NetworkUnreachable, false)]
    public void MayBeARecord_TheTransportBroke_OnlyIfTheOtherEndDidIt(SocketError error, bool expected)
    {
        var broken = new IOException("broken", new SocketException((int)error));
        var status = new Status(StatusCode.Unavailable, "broken", broken);

        Assert.Equal(expected, ConnectionEnd.Of(broken).MayBeARecord);
        Assert.Equal(expected, ConnectionEnd.Of(new RpcException(status)).MayBeARecord);
    }

    [Fact]
    public void MayBeARecord_TheServiceEndedIt_IsTrue()
    {
        Assert.True(ConnectionEnd.Of(new RpcException(new Status(StatusCode.Internal, "it crashed"))).MayBeARecord);
        Assert.True(ConnectionEnd.Of(EndCause.ServerEnded).MayBeARecord);
        Assert.False(ConnectionEnd.Of(EndCause.CloseSignal).MayBeARecord);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MayBeARecord_NoAckCame_OnlyIfTheConnectionWasAlive(bool alive) =>
        Assert.Equal(alive, (ConnectionEnd.Of(EndCause.Silence) with { WasAlive = alive }).MayBeARecord);
}
