using Microsoft.AspNetCore.Http;
using SqsIngestor.Emulator.Aws;

namespace SqsIngestor.Emulator.Tests.Aws;

/// <summary>
/// The check against a request that a signer other than ours has signed: the suite's example has no security token, so the
/// vector here was computed once with OpenSSL from the specification's steps.
/// </summary>
public sealed class SignatureCheckTests
{
    private const string Names = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
    private static readonly DateTimeOffset Now = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    private static readonly SignatureCheck Check = new(
        new LocalAwsCredentials
        {
            AccessKeyId = "AKIDEXAMPLE",
            SecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            SessionToken = "session",
        },
        "us-east-1", "secretsmanager", "x-amz-target");

    private static HttpRequest Request(
        string signature = "89f5558c3df7e842efa7510801c9fc7b646faefe448cfef1061870e0aad510f5", string names = Names)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.Path = "/";
        request.Host = new HostString("example.amazonaws.com");
        request.ContentType = "application/x-amz-json-1.1";
        request.Headers["X-Amz-Date"] = "20150830T123600Z";
        request.Headers["X-Amz-Security-Token"] = "session";
        request.Headers["X-Amz-Target"] = "secretsmanager.GetSecretValue";
        request.Headers.Authorization = "AWS4-HMAC-SHA256 " +
            $"Credential=AKIDEXAMPLE/20150830/us-east-1/secretsmanager/aws4_request, SignedHeaders={names}, " +
            $"Signature={signature}";
        return request;
    }

    private static string? Refusal(HttpRequest request, string body = "{}", DateTimeOffset? now = null) =>
        Check.Refusal(request, System.Text.Encoding.UTF8.GetBytes(body), now ?? Now)?.Code;

    [Fact]
    public void Refusal_RightSignature_IsNone() => Assert.Null(Refusal(Request()));

    [Fact]
    public void Refusal_OtherBody_IsInvalid() => Assert.Equal("InvalidSignatureException", Refusal(Request(), "{ }"));

    [Fact]
    public void Refusal_OtherSignature_IsInvalid() =>
        Assert.Equal("InvalidSignatureException", Refusal(Request(new string('0', 64))));

    [Fact]
    public void Refusal_OtherHeader_IsInvalid()
    {
        var request = Request();
        request.Headers["X-Amz-Target"] = "secretsmanager.DeleteSecret";

        Assert.Equal("InvalidSignatureException", Refusal(request));
    }

    [Theory]
    [InlineData(5.1)]
    [InlineData(-5.1)]
    public void Refusal_MoreThanFiveMinutesOff_IsInvalid(double minutes) =>
        Assert.Equal("InvalidSignatureException", Refusal(Request(), now: Now.AddMinutes(minutes)));

    [Fact]
    public void Refusal_HeaderNotSigned_IsIncomplete() =>
        Assert.Equal("IncompleteSignatureException", Refusal(Request(names: "host;x-amz-date")));

    [Fact]
    public void Refusal_OtherToken_IsUnrecognized()
    {
        var request = Request();
        request.Headers["X-Amz-Security-Token"] = "other";

        Assert.Equal("UnrecognizedClientException", Refusal(request));
    }

    [Fact]
    public void Refusal_NoSignature_IsMissing()
    {
        var request = Request();
        request.Headers.Remove("Authorization");

        Assert.Equal("MissingAuthenticationTokenException", Refusal(request));
    }
}
