using Microsoft.AspNetCore.Http;

namespace SqsIngestor.Emulator.Hosting;

/// <summary>An error as Databricks's REST APIs answer it.</summary>
internal static class ErrorBody
{
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The <c>error_code</c>.</param>
    /// <param name="message">What failed and why, without content of a record.</param>
    public static IResult Of(int status, string code, string message) =>
        Results.Json(new Dictionary<string, string> { ["error_code"] = code, ["message"] = message }, statusCode: status);
}
