using System.Text;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Tests.SharedSource;

public sealed class JsonErrorBodyTests
{
    [Theory]
    [InlineData("""{"error": "invalid_client", "error_description": "text"}""", "invalid_client")]
    [InlineData("""{"error": "com.amazonaws#AccessDeniedException"}""", "AccessDeniedException")]
    [InlineData("""{"error": "has a space"}""", JsonErrorBody.NoCode)]
    [InlineData("""{"error": ""}""", JsonErrorBody.NoCode)]
    [InlineData("""{"error": 7}""", JsonErrorBody.NoCode)]
    [InlineData("""{"other": "invalid_client"}""", JsonErrorBody.NoCode)]
    [InlineData("""["error"]""", JsonErrorBody.NoCode)]
    [InlineData("<html>", JsonErrorBody.NoCode)]
    [InlineData("", JsonErrorBody.NoCode)]
    public void Code_Body_IsAWordOrNone(string body, string code) =>
        Assert.Equal(code, JsonErrorBody.Code(Encoding.UTF8.GetBytes(body), "error"));

    [Fact]
    public void Code_TooLong_IsNotRepeated() =>
        Assert.Equal(
            JsonErrorBody.NoCode,
            JsonErrorBody.Code(Encoding.UTF8.GetBytes($$"""{"error": "{{new string('a', 65)}}"}"""), "error"));
}
