using System.Net;
using System.Net.Sockets;

namespace SqsIngestor.Cli.Serve;

/// <summary>
/// The ports of a server: those of the command line, otherwise the usual ones if they are free, so that the settings of a client
/// outlive the server.
/// </summary>
/// <param name="Workspace">The port of tokens and Unity Catalog; 0 for any free port.</param>
/// <param name="Zerobus">The port of Zerobus; 0 for any free port.</param>
/// <param name="Taken">The usual ports that are in use.</param>
internal sealed record ServePorts(int Workspace, int Zerobus, IReadOnlyList<int> Taken)
{
    public const int UsualWorkspace = 9470;
    public const int UsualZerobus = 9471;

    /// <summary>Chooses the ports.</summary>
    /// <param name="options">Has the ports of the command line.</param>
    /// <param name="isFree">Whether a port can be opened.</param>
    public static ServePorts Choose(ServeOptions options, Func<int, bool> isFree)
    {
        var taken = new List<int>();
        return new(Choose(options.WorkspacePort, UsualWorkspace), Choose(options.ZerobusPort, UsualZerobus), taken);

        int Choose(int? given, int usual)
        {
            if (given is { } port) return port;
            if (isFree(usual)) return usual;
            taken.Add(usual);
            return 0;
        }
    }

    /// <summary>Whether a port of 127.0.0.1 can be opened now.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new TcpListener(IPAddress.Loopback, port);
        try
        {
            socket.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
