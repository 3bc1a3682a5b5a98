using SqsIngestor.Pipeline.Secrets;

namespace SqsIngestor.Pipeline.Tests.Secrets;

public sealed class SecretArnTests
{
    [Theory]
    [InlineData("aws", "eu-west-1", "https://secretsmanager.eu-west-1.amazonaws.com/")]
    [InlineData("aws-us-gov", "us-gov-west-1", "https://secretsmanager.us-gov-west-1.amazonaws.com/")]
    [InlineData("aws-cn", "cn-north-1", "https://secretsmanager.cn-north-1.amazonaws.com.cn/")]
    [InlineData("aws-eusc", "eusc-de-east-1", "https://secretsmanager.eusc-de-east-1.amazonaws.eu/")]
    [InlineData("aws-other", "xx-1", null)]
    public void Endpoint_OfEachPartition_IsInItsDomain(string partition, string region, string? endpoint)
    {
        Assert.True(
            SecretArn.TryParse($"arn:{partition}:secretsmanager:{region}:123456789012:secret:prod/db:x-a1b2c3", out var arn));

        Assert.Equal((partition, region), (arn.Partition, arn.Region));
        Assert.Equal(endpoint, arn.Endpoint()?.ToString());
    }

    // The names that the endpoint rules of the AWS SDKs give for Secrets Manager.
    [Theory]
    [InlineData("aws", "us-east-1", true, false, "secretsmanager-fips.us-east-1.amazonaws.com")]
    [InlineData("aws", "us-east-1", false, true, "secretsmanager.us-east-1.amazonaws.com")]
    [InlineData("aws", "us-east-1", true, true, "secretsmanager-fips.us-east-1.amazonaws.com")]
    [InlineData("aws-us-gov", "us-gov-east-1", true, false, "secretsmanager-fips.us-gov-east-1.amazonaws.com")]
    [InlineData("aws-us-gov", "us-gov-east-1", false, true, "secretsmanager.us-gov-east-1.amazonaws.com")]
    [InlineData("aws-us-gov", "us-gov-east-1", true, true, "secretsmanager-fips.us-gov-east-1.amazonaws.com")]
    [InlineData("aws-cn", "cn-north-1", true, false, "secretsmanager-fips.cn-north-1.amazonaws.com.cn")]
    [InlineData("aws-cn", "cn-north-1", false, true, "secretsmanager.cn-north-1.amazonaws.com.cn")]
    [InlineData("aws-cn", "cn-north-1", true, true, "secretsmanager-fips.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("aws-eusc", "eusc-de-east-1", false, true, "secretsmanager.eusc-de-east-1.api.amazonwebservices.eu")]
    public void Endpoint_FipsOrDualStack_IsTheOneOfTheSdks(string partition, string region, bool fips, bool dual, string host)
    {
        Assert.True(SecretArn.TryParse($"arn:{partition}:secretsmanager:{region}:123456789012:secret:x", out var arn));

        Assert.Equal(host, arn.Endpoint(fips, dual)!.Host);
    }

    [Theory]
    [InlineData("my-secret")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:123456789012:secret")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:123456789012:secret:")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:1234:secret:x")]
    [InlineData("arn:aws:ssm:eu-west-1:123456789012:secret:x")]
    [InlineData("arn:aws:secretsmanager::123456789012:secret:x")]
    [InlineData("arn:aws:secretsmanager:evil.example/:123456789012:secret:x")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(SecretArn.TryParse(text, out _));
}
