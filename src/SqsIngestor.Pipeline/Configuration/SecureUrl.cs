using System.Net;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>
/// Secrets, tokens and rows must cross the network encrypted. Plain http is allowed only to loopback addresses, for local
/// development.
/// </summary>
internal static class SecureUrl
{
    /// <summary>The problem of a URL in a variable.</summary>
    /// <param name="variable">The variable that holds it.</param>
    /// <param name="url">An absolute http or https URL.</param>
    /// <returns>Null if the URL is https, or http to 127.0.0.0/8, ::1 or localhost.</returns>
    public static string? Problem(string variable, Uri url) => url.Scheme == Uri.UriSchemeHttp && !IsLoopback(url)
        ? $"{variable} is plain http to {url.IdnHost}: use https; http is for loopback addresses only"
        : null;

    private static bool IsLoopback(Uri url) =>
        url.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(url.IdnHost, out var address) && IPAddress.IsLoopback(address));
}
