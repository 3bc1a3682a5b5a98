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
    /// <summary>The endpoint of Secrets Manager in that region; null if the domain of the partition is not known.</summary>
    public Uri? Endpoint => Partition switch
    {
        "aws" or "aws-us-gov" => new($"https://secretsmanager.{Region}.amazonaws.com"),
        "aws-cn" => new($"https://secretsmanager.{Region}.amazonaws.com.cn"),
        "aws-eusc" => new($"https://secretsmanager.{Region}.amazonaws.eu"),
        _ => null,
    };

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
