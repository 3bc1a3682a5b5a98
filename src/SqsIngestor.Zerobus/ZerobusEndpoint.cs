namespace SqsIngestor.Zerobus;

/// <summary>Reads and checks endpoints.</summary>
public static class ZerobusEndpoint
{
    private const string Form = "Use https://<workspace-id>.zerobus.<region>.cloud.databricks.com.";

    /// <summary>
    /// Reads an endpoint. A missing scheme means https; a trailing slash is dropped; a path, a query, a fragment or
    /// credentials are refused.
    /// </summary>
    /// <exception cref="ZerobusException"><see cref="ZerobusErrorCode.EndpointInvalid"/>.</exception>
    public static Uri Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        var complete = trimmed.Contains("://", StringComparison.Ordinal) ? trimmed : "https://" + trimmed;
        if (!Uri.TryCreate(complete, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Invalid(text, "it is not a host");

        Validate(uri);
        return new Uri(uri.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>The workspace id: the first label of the host.</summary>
    public static string WorkspaceId(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.Host.Split('.')[0];
    }

    /// <summary>Checks that an endpoint is only scheme, host and port.</summary>
    /// <exception cref="ZerobusException"><see cref="ZerobusErrorCode.EndpointInvalid"/>.</exception>
    internal static void Validate(Uri uri)
    {
        if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            throw Invalid(uri.OriginalString, "the scheme is neither https nor http");
        if (uri.UserInfo.Length > 0)
            throw Invalid(uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped), "it carries credentials");
        if (uri.AbsolutePath is not ("" or "/") || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Invalid(uri.OriginalString, "it has a path, a query or a fragment");
    }

    private static ZerobusException Invalid(string text, string why) =>
        new(ZerobusErrorCode.EndpointInvalid, $"'{text}' is not a Zerobus endpoint: {why}.", Form);
}
