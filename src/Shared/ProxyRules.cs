using System.Globalization;
using System.Net;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>
/// Finds the proxy for a destination by the environment: the one rule of every client. Each name counts in lower case, and in
/// upper case if the lower-case one is not set; an empty value counts as not set. Pure: the environment is passed in.
/// <list type="bullet">
/// <item>gRPC over https: the first set of grpc_proxy, https_proxy, http_proxy and all_proxy, as gRPC's own clients do.</item>
/// <item>https: https_proxy, then all_proxy. http: http_proxy, then all_proxy. As curl does.</item>
/// <item>Never a proxy: localhost, the names below it and every loopback address; hosts that no_proxy names, or for gRPC
/// no_grpc_proxy if that is set; gRPC without TLS.</item>
/// </list>
/// Entries of no_proxy are separated by commas or spaces: a host with everything below it (a leading dot or star changes
/// nothing), an address, a network such as 10.0.0.0/8, each but the last with a port if only that port is meant, or a star for
/// every host.
/// </summary>
[Embedded]
internal static class ProxyRules
{
    /// <summary>The variables that can name the proxy for gRPC over https; the first that is set counts.</summary>
    internal static readonly string[] GrpcNames = ["grpc_proxy", "https_proxy", "http_proxy", "all_proxy"];

    /// <summary>The variables that can name the proxy for https; the first that is set counts.</summary>
    internal static readonly string[] HttpsNames = ["https_proxy", "all_proxy"];

    private static readonly string[] HttpNames = ["http_proxy", "all_proxy"];
    private static readonly string[] GrpcExceptions = ["no_grpc_proxy", "no_proxy"];
    private static readonly string[] Exceptions = ["no_proxy"];
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    /// <summary>What is wrong with the variable that counts for a destination; null if nothing is.</summary>
    /// <param name="destination">As for <see cref="For"/>.</param>
    /// <param name="environment">The value of a variable, or null.</param>
    /// <param name="grpc">Whether the requests are gRPC.</param>
    public static ProxyVariableException? Problem(Uri destination, Func<string, string?> environment, bool grpc = false)
    {
        try
        {
            For(destination, environment, grpc);
            return null;
        }
        catch (ProxyVariableException e)
        {
            return e;
        }
    }

    /// <summary>
    /// The proxy for <see cref="SocketsHttpHandler.Proxy"/>, or null: then set <see cref="SocketsHttpHandler.UseProxy"/> to
    /// false, because the handler would ask the environment by rules of its own.
    /// </summary>
    /// <param name="destination">Where the requests of the handler go; all of them must go to this host.</param>
    /// <param name="environment">The value of a variable, or null.</param>
    /// <param name="grpc">Whether the requests are gRPC.</param>
    /// <exception cref="ProxyVariableException">The variable that counts holds no usable proxy.</exception>
    public static EnvironmentProxy? For(Uri destination, Func<string, string?> environment, bool grpc = false)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(environment);
        var secure = destination.Scheme == Uri.UriSchemeHttps;
        var host = Canonical(destination.IdnHost);
        if ((grpc && !secure) || IsLoopback(host))
            return null;
        if (FirstSet(grpc ? GrpcNames : secure ? HttpsNames : HttpNames, environment) is not { } proxy)
            return null;
        if (FirstSet(grpc ? GrpcExceptions : Exceptions, environment) is { } exceptions
            && IsExcepted(host, destination.Port, exceptions.Value))
        {
            return null;
        }

        return EnvironmentProxy.Parse(proxy.Name, proxy.Value);
    }

    private static (string Name, string Value)? FirstSet(string[] names, Func<string, string?> environment)
    {
        foreach (var lower in names)
        {
            foreach (var name in (string[])[lower, lower.ToUpperInvariant()])
            {
                if (environment(name)?.Trim() is { Length: > 0 } value)
                    return (name, value);
            }
        }

        return null;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsExcepted(string host, int port, string exceptions)
    {
        foreach (var entry in exceptions.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*" || Names(entry, host, port))
                return true;
        }

        return false;
    }

    private static bool Names(string entry, string host, int port)
    {
        var isAddress = IPAddress.TryParse(host, out var address);
        if (entry.Contains('/', StringComparison.Ordinal))
            return isAddress && IPNetwork.TryParse(entry, out var network) && network.Contains(address!);

        var colon = entry.LastIndexOf(':');
        // One colon, or one behind a bracket, separates a port; more of them make an IPv6 address.
        if (colon >= 0 && (entry.IndexOf(':', StringComparison.Ordinal) == colon || entry[colon - 1] == ']'))
        {
            if (!int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var only)
                || only != port)
            {
                return false;
            }

            entry = entry[..colon];
        }

        entry = Canonical(entry);
        if (isAddress)
            return IPAddress.TryParse(entry, out var named) && named.Equals(address);
        var suffix = entry.TrimStart('*').TrimStart('.');
        return suffix.Length > 0
            && (host.Equals(suffix, StringComparison.OrdinalIgnoreCase)
                || host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase));
    }

    private static string Canonical(string host) => host.Trim('[', ']').TrimEnd('.');
}

/// <summary>One proxy for every request of a handler, with its user and password apart from its address.</summary>
[Embedded]
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri _address;

    private EnvironmentProxy(string name, Uri url)
    {
        Name = name;
        // Texts of exceptions contain the address.
        _address = new UriBuilder(url) { UserName = "", Password = "" }.Uri;
        var parts = url.UserInfo.Split(':', 2);
        if (url.UserInfo.Length > 0)
        {
            Credentials = new NetworkCredential(
                Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }
    }

    /// <summary>The variable, or the option, that names the proxy; for messages, which do not contain its value.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; }

    /// <summary>The proxy that a caller has chosen in code.</summary>
    public static EnvironmentProxy Of(string name, Uri url) => new(name, url);

    /// <summary>
    /// Reads scheme, host and port. The scheme is http or https; without one it is http. The port is needed: clients disagree
    /// about a default, and a mere word is a mistake.
    /// </summary>
    /// <exception cref="ProxyVariableException">It is not the URL of an HTTP proxy.</exception>
    public static EnvironmentProxy Parse(string name, string value)
    {
        // Without the check of what follows the host, a password with an unescaped # would become part of a host name.
        var text = value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.Port == 0
            || url.AbsolutePath is not ("" or "/") || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new ProxyVariableException(name, "it is not a URL of scheme, host and port");
        }

        if (!HasPort(text))
            throw new ProxyVariableException(name, "it has no port");
        return url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps
            ? new(name, url)
            : throw new ProxyVariableException(name, "its scheme is neither http nor https");
    }

    // Uri does not tell the default port from one that is written.
    private static bool HasPort(string url)
    {
        var authority = url.AsSpan(url.IndexOf("://", StringComparison.Ordinal) + 3).TrimEnd('/');
        return authority.Length > 0 && char.IsAsciiDigit(authority[^1])
            && authority[..^1].TrimEnd("0123456789") is [.., ':'];
    }

    /// <inheritdoc/>
    public Uri GetProxy(Uri destination) => _address;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => false;
}

/// <summary>
/// A variable holds no usable proxy. The message says so and what to write, and does not contain the value: it may hold a
/// password.
/// </summary>
[Embedded]
internal sealed class ProxyVariableException(string variable, string why)
    : FormatException($"{Describe(variable, why)} {HowToWrite}")
{
    /// <summary>What to do: the action of every error that this exception becomes.</summary>
    public const string HowToWrite =
        "Write http://host:port or https://host:port, with user:password@ in front of the host if the proxy wants them "
        + "(http:// may be left out); "
        + "percent-encode special characters in user and password.";

    /// <summary>What is wrong with which variable, one sentence.</summary>
    public string What { get; } = Describe(variable, why);

    /// <summary>The same for a list: without a full stop, and with the form of a proxy.</summary>
    public string Item { get; } = $"{variable} does not name a usable proxy: {why}, as in http://host:port";

    private static string Describe(string variable, string why) =>
        $"The variable {variable} does not name a usable proxy: {why}.";
}
