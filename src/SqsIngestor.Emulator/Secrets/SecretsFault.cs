using Microsoft.AspNetCore.Http;

namespace SqsIngestor.Emulator.Secrets;

/// <summary>An error as the service answers it.</summary>
internal sealed record SecretsFault(int Status, string Type, string Message)
{
    public IResult ToResult() =>
        Results.Json(new Dictionary<string, string> { ["__type"] = Type, ["Message"] = Message }, contentType: "application/x-amz-json-1.1", statusCode: Status);
}
