namespace SqsIngestor.Catalog.Rest;

/// <summary>Reads the address of a workspace as people copy it.</summary>
public static class WorkspaceUrl
{
    /// <summary>Reads a host name or a URL. The default scheme is https. The path and the query are dropped.</summary>
    /// <param name="text">For example <c>adb-1234.5.azuredatabricks.net</c> or
    /// <c>https://dbc-1.cloud.databricks.com/?o=1</c>.</param>
    /// <returns>Null for another scheme, a URL with credentials, or http to anything but this machine.</returns>
    public static Uri? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var complete = text.Contains("://", StringComparison.Ordinal) ? text.Trim() : $"https://{text.Trim()}";
        if (!Uri.TryCreate(complete, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Host.Length == 0)
        {
            return null;
        }
        // The client sends a secret there, so http is for this machine only.
        return url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)
            ? new Uri(url.GetLeftPart(UriPartial.Authority))
            : null;
    }
}
