namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Finds the proxy for a host by the environment variables that gRPC follows: the first set of grpc_proxy,
/// https_proxy and http_proxy, unless no_grpc_proxy or else no_proxy names the host. Names in lower case, as everywhere else.
/// Pure: the environment is passed in.
/// </summary>
internal static class ProxyRules
{
    private static readonly string[] ProxyNames = ["grpc_proxy", "https_proxy", "http_proxy"];
    private static readonly string[] ExceptionNames = ["no_grpc_proxy", "no_proxy"];

    /// <summary>The proxy for the endpoint, or null for none.</summary>
    /// <exception cref="ZerobusException"><see cref="ZerobusErrorCode.OptionsInvalid"/>: the variable holds no usable
    /// proxy.</exception>
    public static Uri? For(Uri endpoint, Func<string, string?> environment)
    {
        if (endpoint.Scheme != Uri.UriSchemeHttps || FirstSet(ProxyNames, environment) is not { } proxy)
            return null;
        if (FirstSet(ExceptionNames, environment) is { } exceptions && IsExcepted(endpoint.Host, exceptions.Value))
            return null;

        var text = proxy.Value.Contains("://", StringComparison.Ordinal) ? proxy.Value : "http://" + proxy.Value;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.Host.Length > 0
            ? uri
            // The value may contain a password, so the message does not repeat it.
            : throw new ZerobusException(
                ZerobusErrorCode.OptionsInvalid, $"The variable {proxy.Name} does not name a usable proxy.",
                    "Set it to http://host:port.");
    }

    private static (string Name, string Value)? FirstSet(string[] names, Func<string, string?> environment)
    {
        foreach (var name in names)
        {
            if (environment(name)?.Trim() is { Length: > 0 } value)
                return (name, value);
        }

        return null;
    }

    // An entry names a host and everything below it; a star names every host.
    private static bool IsExcepted(string host, string exceptions)
    {
        foreach (var entry in exceptions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var suffix = entry.TrimStart('*').TrimStart('.');
            if (entry == "*" || host.Equals(suffix, StringComparison.OrdinalIgnoreCase)
                || (suffix.Length > 0 && host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
