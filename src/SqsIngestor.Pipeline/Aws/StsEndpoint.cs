namespace SqsIngestor.Pipeline.Aws;

/// <summary>The regional endpoints of AWS STS, as the AWS SDKs build their names.</summary>
internal static class StsEndpoint
{
    /// <summary>The endpoint in a region; null if the domain of its partition is not known.</summary>
    /// <param name="region">The region.</param>
    /// <param name="fips">Whether cryptography must be validated by FIPS 140.</param>
    /// <param name="dualStack">Whether it must have IPv6 addresses.</param>
    public static Uri? Of(string region, bool fips, bool dualStack)
    {
        var partition = region switch
        {
            _ when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
            _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
            _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "aws-eusc",
            _ when region.Contains("-iso", StringComparison.Ordinal) => "isolated",
            _ => "aws",
        };
        var domain = (partition, dualStack) switch
        {
            ("aws" or "aws-us-gov", false) => "amazonaws.com",
            ("aws" or "aws-us-gov", true) => "api.aws",
            ("aws-cn", false) => "amazonaws.com.cn",
            ("aws-cn", true) => "api.amazonwebservices.com.cn",
            ("aws-eusc", false) => "amazonaws.eu",
            ("aws-eusc", true) => "api.amazonwebservices.eu",
            _ => null,
        };
        // The ordinary endpoints of AWS GovCloud are validated.
        var name = fips && (partition, dualStack) is not ("aws-us-gov", false) ? "sts-fips" : "sts";
        return domain is null ? null : new($"https://{name}.{region}.{domain}");
    }
}
