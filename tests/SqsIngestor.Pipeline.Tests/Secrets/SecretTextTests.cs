using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Secrets;

namespace SqsIngestor.Pipeline.Tests.Secrets;

public sealed class SecretTextTests
{
    private static readonly SecretArn Arn = new("arn:aws:secretsmanager:eu-west-1:123456789012:secret:x", "aws", "eu-west-1");

    [Theory]
    [InlineData("dose-1", "client", "client", "dose-1")]
    [InlineData(" dose-1\n", "client", "client", "dose-1")]
    [InlineData("\uFEFF dose-1 \r\n\0", "client", "client", "dose-1")]
    [InlineData("\"dose-1\"", "client", "client", "dose-1")]
    [InlineData("'dose-1'", "client", "client", "dose-1")]
    [InlineData("\"\\\"dose-1\\\"\"", "client", "client", "dose-1")]
    [InlineData("\"dose-1\n\"", "client", "client", "dose-1")]
    [InlineData("\uFEFF{\"client_id\":\"principal\",\"client_secret\":\"dose-2\"}\n", null, "principal", "dose-2")]
    [InlineData("""{"client_id":"principal","client_secret":"dose-2",}""", null, "principal", "dose-2")]
    [InlineData("{'client_id': 'principal', 'client_secret': 'dose-2'}", null, "principal", "dose-2")]
    [InlineData(""" "{\"client_id\":\"principal\",\"client_secret\":\"dose-2\"}" """, null, "principal", "dose-2")]
    [InlineData("""'{"client_id":"principal","client_secret":"dose-2"}'""", null, "principal", "dose-2")]
    [InlineData("""{"client_id":"principal","client_secret":"\"dose-2\"\n"}""", null, "principal", "dose-2")]
    [InlineData("""{"client_id":"principal","client_secret":"dose-2"}""", null, "principal", "dose-2")]
    [InlineData("""{"client_id":"principal","client_secret":"dose-2","host":1}""", "principal", "principal", "dose-2")]
    [InlineData("""{"client_secret":" dose-2 "}""", "client", "client", "dose-2")]
    public void Read_SecretOrJson_GivesBoth(string text, string? clientId, string id, string secret)
    {
        var credentials = SecretText.Read(text, clientId, Arn);

        Assert.Equal((id, secret), (credentials.ClientId, credentials.ClientSecret));
    }

    [Theory]
    [InlineData("dose-1", null, "it has no client_id: set DATABRICKS_CLIENT_ID")]
    [InlineData("""{"client_secret":"dose-1"}""", null, "it has no client_id")]
    [InlineData("""{"client_id":"principal","secret":"dose-1"}""", null, "it is JSON without a client_secret")]
    [InlineData("""{"client_id":"principal","client_secret":17}""", null, "it is JSON without a client_secret")]
    [InlineData(
        """{"client_id":"principal","client_secret":"dose-1"}""", "other", "its client_id differs from DATABRICKS_CLIENT_ID")]
    [InlineData("  ", "client", "it is empty")]
    [InlineData("\uFEFF", "client", "it is empty")]
    [InlineData("\"\"", "client", "it is empty")]
    [InlineData("{dose-1", "client", "it starts like a JSON object but is not one")]
    [InlineData("{client_secret: dose-1}", "client", "it starts like a JSON object but is not one")]
    [InlineData("""{'client_secret': "dose-1'}""", "client", "it starts like a JSON object but is not one")]
    [InlineData("""["dose-1"]""", "client", "it is a JSON array")]
    [InlineData("""[{"client_id":"principal","client_secret":"dose-1"}]""", null, "it is a JSON array")]
    [InlineData("null", "client", "it is the JSON value null")]
    [InlineData("\"dose-1", "client", "it begins or ends with a quotation mark that has no partner")]
    [InlineData("dose-1'", "client", "it begins or ends with a quotation mark that has no partner")]
    [InlineData("\"client_secret\": \"dose-1\"", "client", "it begins or ends with a quotation mark that has no partner")]
    [InlineData("client_secret=dose-1", "client", "it names client_id or client_secret, but is not a JSON object")]
    [InlineData("principal\ndose-1", "client", "the client secret has line breaks")]
    [InlineData("dose-1\uFFFD", "client", "the client secret has line breaks, or bytes that are not text")]
    [InlineData("""{"client_secret":"{\"client_secret\":\"dose-1\"}"}""", "client", "its client_secret is JSON again")]
    [InlineData("""{"databricks":{"client_secret":"dose-1"}}""", "client", "it is JSON without a client_secret")]
    public void Read_SomethingMissing_SaysWhatAndNotTheSecret(string text, string? clientId, string reason)
    {
        var error = Assert.Throws<FunctionException>(() => SecretText.Read(text, clientId, Arn));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.Contains($"Cannot use the secret {Arn}: {reason}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("dose-1", error.ToString(), StringComparison.Ordinal);
    }
}
