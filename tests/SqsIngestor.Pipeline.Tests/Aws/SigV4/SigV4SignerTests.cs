using System.Globalization;
using System.Text;
using SqsIngestor.Pipeline.Aws.SigV4;

namespace SqsIngestor.Pipeline.Tests.Aws.SigV4;

/// <summary>Vectors of AWS's Signature Version 4 test suite, those without a query.</summary>
public sealed class SigV4SignerTests
{
    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRq"
        + "TflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75Y"
        + "U9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9K"
        + "SYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly DateTimeOffset Time = DateTimeOffset.Parse("2015-08-30T12:36:00Z", CultureInfo.InvariantCulture);

    private static IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method, string? token, string body, params (string Name, string Value)[] headers) =>
        new SigV4Signer(
            new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token), "us-east-1", "service").Sign(
            method, "/", [
                new("Host", "example.amazonaws.com"), .. headers.Select(
                    h => KeyValuePair.Create(h.Name, h.Value))], Encoding.UTF8.GetBytes(body), Time);

    private static string Authorization(string signedHeaders, string signature) =>
        $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={signedHeaders}, " +
            $"Signature={signature}";

    [Theory]
    [InlineData("GET", "", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData(
        "POST", "My-Header1:value1", "host;my-header1;x-amz-date",
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData(
        "POST", "My-Header1:VALUE1", "host;my-header1;x-amz-date",
        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    [InlineData(
        "GET", "My-Header1: value1|My-Header2: \"a   b   c\"", "host;my-header1;my-header2;x-amz-date",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")]
    [InlineData(
        "GET", "My-Header1:value2|My-Header1:value2|My-Header1:value1", "host;my-header1;x-amz-date",
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    [InlineData(
        "GET", "My-Header1:value4|My-Header1:value1|My-Header1:value3|My-Header1:value2", "host;my-header1;x-amz-date",
        "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    public void Sign_SuiteWithoutBody_IsTheSuitesSignature(string method, string headers, string signedHeaders, string signature)
    {
        var own = headers.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2))
            .Select(parts => (parts[0], parts[1]))
            .ToArray();

        Assert.Equal(Authorization(signedHeaders, signature), Sign(method, null, "", own)[^1].Value);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b")]
    [InlineData(
        "application/x-www-form-urlencoded; charset=utf-8", "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422")]
    public void Sign_SuiteWithBody_IsTheSuitesSignature(string contentType, string signature)
    {
        var headers = Sign(
            "POST", null, "Param1=value1", ("Content-Type", contentType), ("Content-Length", "13"),
            ("X-Amz-Content-Sha256", "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e"));

        Assert.Equal(
            Authorization("content-length;content-type;host;x-amz-content-sha256;x-amz-date", signature), headers[^1].Value);
    }

    [Fact]
    public void Sign_SessionToken_IsAddedAndSigned()
    {
        var headers = Sign("POST", Token, "");

        Assert.Equal(["X-Amz-Date", "X-Amz-Security-Token", "Authorization"], headers.Select(h => h.Key));
        Assert.Equal("20150830T123600Z", headers[0].Value);
        Assert.Equal(Token, headers[1].Value);
        Assert.Equal(
            Authorization(
                "host;x-amz-date;x-amz-security-token", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
            headers[2].Value);
    }
}
