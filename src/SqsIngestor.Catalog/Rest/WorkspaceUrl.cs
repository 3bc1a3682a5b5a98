namespace SqsIngestor.Catalog.Rest;

/// <summary>The address of a workspace as people copy it.</summary>
public static class WorkspaceUrl
{
    /// <summary>Reads a host name or a URL; without a scheme it is https. A path and a query, as browsers show them, are left off.</summary>
    /// <param name="text">For instance <c>adb-1234.5.azuredatabricks.net</c> or <c>https://dbc-1.cloud.databricks.com/?o=1</c>.</param>
    /// <returns>Null when it is no such thing: another scheme, credentials in it, or http to anything but this machine.</returns>
    public static Uri? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var complete = text.Contains("://", StringComparison.Ordinal) ? text.Trim() : $"https://{text.Trim()}";
        if (!Uri.TryCreate(complete, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Host.Length == 0) return null;
        // A secret goes there: in the clear to this machine only.
        return url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback) ? new Uri(url.GetLeftPart(UriPartial.Authority)) : null;
    }
}
