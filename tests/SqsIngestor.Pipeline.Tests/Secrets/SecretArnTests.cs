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
        Assert.Equal(endpoint, arn.Endpoint?.ToString());
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
