using System.Net;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Aws.RoleCredentials;

/// <summary>
/// Where a container gets its credentials, by the rules of the AWS SDKs ("Container credential provider" in the AWS SDKs and
/// Tools Reference Guide): Lambda with SnapStart, ECS and EKS Pod Identity use it.
/// </summary>
internal static class ContainerEndpoint
{
    private const string EcsHost = "http://169.254.170.2";

    // ECS, and EKS Pod Identity over both versions of IP. Their links never leave the machine, so http is safe.
    private static readonly IPAddress[] LinkLocal =
        [IPAddress.Parse("169.254.170.2"), IPAddress.Parse("169.254.170.23"), IPAddress.Parse("fd00:ec2::23")];

    /// <summary>Whether the environment names an endpoint.</summary>
    public static bool IsNamed(Func<string, string?> variables) =>
        (variables(EnvironmentVariables.AwsContainerCredentialsRelativeUri)
            ?? variables(EnvironmentVariables.AwsContainerCredentialsFullUri)) is not null;

    /// <summary>The URL, or what is wrong with it: a sentence without a full stop.</summary>
    public static (Uri? Url, string? Problem) Find(Func<string, string?> variables)
    {
        if (variables(EnvironmentVariables.AwsContainerCredentialsRelativeUri) is { } relative)
        {
            return relative.StartsWith('/') && Uri.TryCreate(EcsHost + relative, UriKind.Absolute, out var local)
                ? (local, null)
                : (null, $"{EnvironmentVariables.AwsContainerCredentialsRelativeUri} is not a path such as /v2/credentials/…");
        }

        const string Name = EnvironmentVariables.AwsContainerCredentialsFullUri;
        if (!Uri.TryCreate(variables(Name), UriKind.Absolute, out var url)
            || url is not ({ Scheme: "https" or "http" } and { UserInfo: "" }))
        {
            return (null, $"{Name} is not a URL such as http://127.0.0.1:9001/credentials");
        }

        return IsAllowed(url)
            ? (url, null)
            : (null, $"{Name} is plain http to {url.IdnHost}: use https; http is for loopback addresses, 169.254.170.2, "
                + "169.254.170.23 and [fd00:ec2::23] only");
    }

    /// <summary>The value of the Authorization header; null if none is needed.</summary>
    /// <exception cref="AwsCredentialsException">It cannot be read, or is not a header value.</exception>
    public static string? Authorization(Func<string, string?> variables)
    {
        // Read again each time: EKS replaces the file while the container runs.
        var (name, value) = variables(EnvironmentVariables.AwsContainerAuthorizationTokenFile) is { } path
            ? (EnvironmentVariables.AwsContainerAuthorizationTokenFile, Read(path))
            : (EnvironmentVariables.AwsContainerAuthorizationToken,
                variables(EnvironmentVariables.AwsContainerAuthorizationToken));
        if (value is null) return null;
        return value.Length > 0 && !value.Any(char.IsControl)
            ? value
            : throw new AwsCredentialsException($"the token of {name} is empty or has line breaks", isTransient: false);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new AwsCredentialsException(
                $"cannot read the file of {EnvironmentVariables.AwsContainerAuthorizationTokenFile} ({e.GetType().Name})",
                isTransient: e is IOException);
        }
    }

    private static bool IsAllowed(Uri url) => url.Scheme == "https"
        || url.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || LinkLocal.Contains(address)));
}
