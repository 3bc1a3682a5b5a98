using System.Net;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>Tells addresses of this machine from those of others.</summary>
internal static class Loopback
{
    /// <summary>True for 127.0.0.0/8, ::1 and the name localhost.</summary>
    public static bool IsHostOf(Uri url) =>
        url.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(url.IdnHost, out var address) && IPAddress.IsLoopback(address));
}
