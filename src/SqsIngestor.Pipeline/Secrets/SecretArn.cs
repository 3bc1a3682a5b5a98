using System.Diagnostics.CodeAnalysis;

namespace SqsIngestor.Pipeline.Secrets;

/// <summary>
/// The ARN of a secret: <c>arn:&lt;partition&gt;:secretsmanager:&lt;region&gt;:&lt;account&gt;:secret:&lt;name&gt;</c>.
/// </summary>
/// <param name="Text">The ARN as text.</param>
/// <param name="Partition">The part of AWS: <c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> …</param>
/// <param name="Region">The region of the secret.</param>
internal sealed record SecretArn(string Text, string Partition, string Region)
{
    /// <summary>
    /// The endpoint of Secrets Manager in that region, as the AWS SDKs build its name; null if the domain of the partition is not
    /// known.
    /// </summary>
    /// <param name="fips">Whether cryptography must be validated by FIPS 140: AWS_USE_FIPS_ENDPOINT.</param>
    /// <param name="dualStack">Whether it must have IPv6 addresses: AWS_USE_DUALSTACK_ENDPOINT.</param>
    public Uri? Endpoint(bool fips = false, bool dualStack = false)
    {
        // In most partitions the ordinary names of Secrets Manager have IPv6 addresses too.
        var domain = (Partition, dualStack, fips) switch
        {
            ("aws" or "aws-us-gov", _, _) => "amazonaws.com",
            ("aws-cn", true, true) => "api.amazonwebservices.com.cn",
            ("aws-cn", _, _) => "amazonaws.com.cn",
            ("aws-eusc", true, _) => "api.amazonwebservices.eu",
            ("aws-eusc", _, _) => "amazonaws.eu",
            _ => null,
        };
        return domain is null ? null : new($"https://secretsmanager{(fips ? "-fips" : "")}.{Region}.{domain}");
    }

    /// <summary>Parses an ARN. False for anything that is not the ARN of a secret.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SecretArn? arn)
    {
        arn = null;
        if (text.Split(':', 7) is not [
                "arn", var partition, "secretsmanager", var region, var account, "secret", { Length: > 0 }])
        {
            return false;
        }
        // The region becomes a part of a host name.
        if (!IsName(partition) || !IsName(region) || account.Length != 12 || !account.All(char.IsAsciiDigit)) return false;
        arn = new(text, partition, region);
        return true;
    }

    public override string ToString() => Text;

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
