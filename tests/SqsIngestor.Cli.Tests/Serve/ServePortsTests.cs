using System.Net;
using System.Net.Sockets;
using SqsIngestor.Cli.Serve;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Tests.Serve;

public sealed class ServePortsTests
{
    private static readonly ServeOptions Options = new() { Sql = Array.Empty<NamedFile>() };

    [Fact]
    public void Choose_UsualPortsAreFree_AreTaken()
    {
        var ports = ServePorts.Choose(Options, _ => true);

        Assert.Equal((9470, 9471), (ports.Workspace, ports.Zerobus));
        Assert.Empty(ports.Taken);
    }

    [Fact]
    public void Choose_OneUsualPortIsInUse_IsAnyFreeOneInstead()
    {
        var ports = ServePorts.Choose(Options, port => port != ServePorts.UsualZerobus);

        Assert.Equal((9470, 0), (ports.Workspace, ports.Zerobus));
        Assert.Equal([ServePorts.UsualZerobus], ports.Taken);
    }

    [Fact]
    public void Choose_PortsOfTheCommandLine_AreNotTried()
    {
        var options = Options with { WorkspacePort = 0, ZerobusPort = 8443 };

        var ports = ServePorts.Choose(options, _ => throw new InvalidOperationException());

        Assert.Equal((0, 8443), (ports.Workspace, ports.Zerobus));
        Assert.Empty(ports.Taken);
    }

    [Fact]
    public void IsFree_PortThatSomebodyListensOn_IsFalse()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        Assert.False(ServePorts.IsFree(((IPEndPoint)other.LocalEndpoint).Port));
    }
}
